/** docs/reminders.md is checked as code is: its calls are made, and its schedules fire when it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readExpression } from '../lambda/time/expression.ts';
import { type Zone, zoneNamed } from '../lambda/time/zone.ts';
import { callersWith, ourSecret } from './peers/secrets-peer.ts';
import { setUpRemindersFunction } from './reminders-function.ts';

const paper = readFileSync(new URL('../docs/reminders.md', import.meta.url), 'utf8');
const blocks = [...paper.matchAll(/^```(sh|json)\n([\s\S]*?)\n```$/gm)].map(([, language, text]) => ({
  language,
  text: text as string,
}));

test('each call is answered as it says', async () => {
  // As on the sandbox, which the paper speaks of.
  const messenger = ourSecret({ sandbox: callersWith('sandbox-key').web });
  const fn = await setUpRemindersFunction({ secrets: { messenger } });
  const asked = { headers: { authorization: 'sandbox-key' } };
  const call = (shell: string) => {
    const [, method = 'GET'] = /-X (\w+)/.exec(shell) ?? [];
    const url = new URL(/'(http[^']+)'/.exec(shell)?.[1] ?? '');
    const key = url.pathname.split('/')[2] ?? '';
    const body = /^-d '(.*)'$/m.exec(shell)?.[1];
    if (method === 'PUT') return fn.put(key, body, asked);
    if (method === 'PATCH') return fn.patch(key, body, asked);
    if (method === 'DELETE') return fn.remove(key, asked);
    return key === '' ? fn.list(Object.fromEntries(url.searchParams), asked) : fn.get(key, asked);
  };
  const calls = blocks.flatMap(({ language, text }, at) => (language === 'sh' ? [[text, blocks[at + 1]?.text]] : []));
  expect(calls).toHaveLength(4);
  for (const [shell, answer] of calls) {
    const { json } = await call(shell as string);
    expect(JSON.stringify(json).replace(/("ChangedAt":)"[^"]+"/g, '$1"…"')).toBe(answer);
  }
});

describe('what comes again', () => {
  const declared = new Map(
    blocks.flatMap(({ language, text }) =>
      language === 'json' && text.includes('"schedule"')
        ? Object.entries<{ schedule: string; timeZone: string }>(JSON.parse(text))
        : [],
    ),
  );
  const timesOf = (name: string, from: string, count: number) => {
    const { schedule, timeZone } = declared.get(name) ?? { schedule: '', timeZone: '' };
    const expression = readExpression(schedule, zoneNamed(timeZone) as Zone, { madeAt: 0 });
    const times: string[] = [];
    for (let at = Date.parse(from); times.length < count; times.push(new Date(at).toISOString().slice(0, 16)))
      at = expression?.nextDue(at) ?? Number.NaN;
    return times;
  };

  test('comes every Monday at nine in Brazil', () =>
    expect(timesOf('monday', '2027-03-01T13:00Z', 2)).toEqual(['2027-03-08T12:00', '2027-03-15T12:00']));

  test('comes on payday, before and after the clock is put forward', () =>
    expect(timesOf('payday', '2027-02-01T00:00Z', 3)).toEqual([
      '2027-02-25T08:00',
      '2027-03-25T08:00',
      '2027-04-25T07:00',
    ]));

  test('comes on the last day of each month, and never twice in one', () =>
    expect(timesOf('month-end', '2027-01-01T00:00Z', 4)).toEqual([
      '2027-01-31T08:00',
      '2027-02-28T08:00',
      '2027-03-31T07:00',
      '2027-04-30T07:00',
    ]));
});
