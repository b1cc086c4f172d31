/** When AWS's cron fires, against Quartz, whose syntax AWS's is made after. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cronFields, readCron } from '../../lambda/time/cron.ts';
import { makeChance } from '../chance.ts';
import { expressionsBy } from '../schedule-expressions.ts';
import { fetchJars } from './jars.ts';

const seed = 18;
const now = Date.parse('2026-12-01T12:00:00Z');
const end = Date.UTC(2200, 0);

const ours = (inside: string): number[] => {
  const next = readCron(cronFields(inside));
  const found: number[] = [];
  for (let at = next?.(now); at !== undefined && found.length < 5; at = next?.(at)) found.push(at);
  return found;
};

/** Quartz 2.5.2 begins on a day of `W` at the time of day at which it was asked (docs/reminders.md): so those have one time a day. */
const withoutHours = (inside: string): string => {
  const [, , ...others] = inside.split(' ');
  return /W$/.test(others[0] ?? '') ? ['59', '23', ...others].join(' ') : inside;
};

test('the next five times of 10,000 expressions by chance are those of Quartz', { timeout: 300_000 }, async () => {
  const crons = expressionsBy(makeChance(seed), 10_000).flatMap((text) => /^cron\((.*)\)$/.exec(text)?.[1] ?? []);
  const taken = crons
    .map((inside) => cronFields(inside).join(' '))
    .filter((inside) => readCron(cronFields(inside)))
    .map(withoutHours);
  const java = [
    '-cp',
    `${await fetchJars('quartz')}/*`,
    join(import.meta.dirname, 'quartz/NextTimes.java'),
    String(now),
  ];
  const input = taken.map((inside) => `0 ${inside}\n`).join('');
  const said = execFileSync('/usr/bin/java', java, { input, maxBuffer: 2 ** 26 })
    .toString()
    .split('\n');
  const theirs = (line = '') =>
    line.startsWith('refused')
      ? line
      : line
          .split(' ')
          .filter((ms) => Number(ms) > 0 && Number(ms) < end)
          .join(' ');
  const differing = taken.filter((inside, at) => theirs(said[at]) !== ours(inside).join(' '));
  console.log(
    `seed ${seed}: ${crons.length} expressions, ${taken.length} taken, ${differing.length} differ from Quartz`,
  );
  expect(differing.slice(0, 20).map((inside) => `${inside}: ${said[taken.indexOf(inside)]} | ${ours(inside)}`)).toEqual(
    [],
  );
  expect(taken.length).toBeGreaterThan(5_000);
});
