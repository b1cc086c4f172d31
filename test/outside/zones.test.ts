/** Our table of zones against Python's zoneinfo on the newest release; and reminders that are told, and arrive, by it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withZoneRelease, type ZoneRelease } from '../../infra/zone-release.ts';
import { instantFrom, instantsOf, wallAt, type Zone, zoneNamed, zoneNames } from '../../lambda/time/zone.ts';
import { zoneDataVersion } from '../../lambda/time/zone-data.ts';
import { makeChance } from '../chance.ts';
import { message } from '../function.ts';
import { startSandbox } from '../sandbox-process.ts';
import { remindersOf } from '../sandbox-reminders.ts';

const seed = 2026;
const hourMs = 3_600_000;
const [from, until] = [Date.UTC(2026, 11, 1), Date.UTC(2037, 0, 1)];

let release: ZoneRelease;
const done = Promise.withResolvers<void>();
beforeAll(async () => {
  release = await new Promise((resolve, reject) => {
    withZoneRelease(undefined, (newest) => {
      resolve(newest);
      return done.promise;
    }).catch(reject);
  });
}, 120_000);
afterAll(() => done.resolve());

interface Asked {
  zone: Zone;
  /** As lambda/time has it. */
  wall: number;
}

const textOf = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

/** What Python says of each: the instants in epoch ms. */
const pythons = (asked: Asked[]): number[][] =>
  execFileSync('python3', [join(import.meta.dirname, 'zones/read_clocks.py')], {
    input: asked.map(({ zone, wall }) => `${zone.name} ${textOf(wall)}\n`).join(''),
    env: { ...process.env, PYTHONPATH: release.folder },
    maxBuffer: 2 ** 28,
  })
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ').filter(Boolean).map(Number));

const zones = zoneNames().map((name) => zoneNamed(name) as Zone);

/** Each change of its clock, as the wall shows the moment before. */
const changesOf = (zone: Zone): number[] => {
  const found: number[] = [];
  for (let at = from; at < until; at += 6 * hourMs) {
    const [before, after] = [zone.aheadAt(at), zone.aheadAt(at + 6 * hourMs)];
    if (before !== after) found.push(at + before);
  }
  return found;
};

test('the table is of the newest release; if not: npm run zone-data, and tell users to deploy and to replan', () => {
  expect(zoneDataVersion).toBe(release.name);
  expect(zoneNames().sort()).toEqual(release.zones);
});

test('every gap and every doubled hour of every zone until 2036, by the quarter of an hour, is as Python has it', {
  timeout: 300_000,
}, () => {
  const asked = zones.flatMap((zone) =>
    changesOf(zone).flatMap((wall) =>
      Array.from({ length: 56 }, (_, quarter) => ({ zone, wall: wall + (quarter - 16) * (hourMs / 4) })),
    ),
  );
  const read = pythons(asked);
  const differing = asked.filter(({ zone, wall }, at) => String(instantsOf(zone, wall)) !== String(read[at]));
  const [gaps, doubled] = [0, 2].map((count) => read.filter(({ length }) => length === count).length);
  console.log(
    `${asked.length} wall times around changes of clocks, ${gaps} in gaps, ${doubled} twice: ${differing.length} differ`,
  );
  expect(differing.slice(0, 5).map(({ zone, wall }) => `${zone.name} ${textOf(wall)}`)).toEqual([]);
  expect([gaps, doubled].every((count) => (count as number) > 5_000)).toBe(true);
});

describe('on a host whose own zone and zone data say otherwise', () => {
  test('1,000 reminders are told the instant that Python has, and each text arrives in that minute, once', {
    timeout: 900_000,
  }, async () => {
    const chance = makeChance(seed);
    const changing = zones
      .map((zone) => ({ zone, changes: changesOf(zone) }))
      .filter(({ changes }) => changes.length > 0);
    const asked = Array.from({ length: 1_000 }, (_, at): Asked => {
      const zone = chance.of(zones);
      if (at % 2 === 0) return { zone, wall: from + chance.below((until - from) / 60_000) * 60_000 + 48 * hourMs };
      const { zone: other, changes } = chance.of(changing);
      return { zone: other, wall: chance.of(changes) + (chance.below(8 * 60) - 2 * 60) * 60_000 };
    });
    const read = pythons(asked);
    const sandbox = await startSandbox({ TZ: 'Asia/Kathmandu' });
    try {
      const { ask, jump } = remindersOf(sandbox);
      const due = new Map<string, number>();
      for (const [at, { zone, wall }] of asked.entries()) {
        const body = { At: textOf(wall), TimeZone: zone.name, Message: { ...message, Message: `appt ${at}` } };
        const { status, body: told } = await ask('PUT', `/reminders/appt-${at}`, body);
        const about = `seed ${seed}, ${zone.name} ${textOf(wall)}`;
        const first = read[at]?.[0];
        if (first === undefined) {
          const next = textOf(wallAt(zone, instantFrom(zone, wall))).slice(0, 16);
          expect([status, told.Message], about).toEqual([400, expect.stringContaining(`does is ${next}`)]);
        } else {
          expect([status, Date.parse(told.DueAt)], about).toEqual([201, first]);
          due.set(`appt ${at}`, first);
        }
      }
      await jump({ To: new Date(until + 48 * hourMs).toISOString() });
      const { Messages } = (await ask('GET', '/api/messages?Limit=1000')).body as {
        Messages: { Message: string; At: string }[];
      };
      const late = Messages.filter(({ Message, At }) => {
        const after = Date.parse(At) - (due.get(Message) ?? Number.NaN);
        return !(after >= 0 && after < 60_000);
      });
      console.log(
        `1,000 pairs, ${due.size} set, ${1_000 - due.size} in gaps; ${Messages.length} texts, ${late.length} outside their minute`,
      );
      expect(late).toEqual([]);
      expect(Messages.map(({ Message }) => Message).sort()).toEqual([...due.keys()].sort());
    } finally {
      await sandbox.end('SIGKILL');
    }
  });
});
