/** When a declared reminder goes out is checked before anything is deployed, by what fires it on the sandbox. */
import { Cron } from 'croner';
import { describe, expect, test } from 'vitest';
import { declaredReminder, leftOutOf, reminderProblems } from '../infra/remind-form.ts';
import { cronFields } from '../lambda/time/cron.ts';
import { readDefinition } from '../sandbox/scheduler/definition.ts';
import { makeChance } from './chance.ts';
import { message } from './function.ts';
import { expressionsBy } from './schedule-expressions.ts';

const now = Date.parse('2026-12-01T12:00:00Z');
const deployed = { serialNumber: undefined, maxAgeSeconds: 86_400, now };

/** Undefined where it is taken; else whether its form is refused, or its times. */
const stackSays = (schedule: string, timeZone = 'UTC'): string | undefined => {
  const read = declaredReminder.safeParse({ schedule, timeZone, message });
  if (!read.success) return 'form';
  const [problem] = reminderProblems(read.data, deployed);
  return problem?.[1];
};

const definitionOf = (ScheduleExpression: string, ScheduleExpressionTimezone = 'UTC') =>
  readDefinition(
    {
      ...{ ScheduleExpression, ScheduleExpressionTimezone },
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:sqs:us-east-1:000000000000:hottask-messenger',
        RoleArn: 'arn:aws:iam::000000000000:role/any',
      },
    },
    now,
  ).definition;

const nextFive = (schedule: string, timeZone?: string): number[] => {
  const { nextDue } = definitionOf(schedule, timeZone);
  const found: number[] = [];
  for (let due = nextDue(now); due !== undefined && found.length < 5; due = nextDue(due)) found.push(due);
  return found;
};

describe('what can never fire is refused', () => {
  const noDay = /^names no time that is still to come: no calendar has such a day, or its years are over/;
  test.each([
    ['cron(0 9 31 2 ? *)', 'UTC', noDay],
    ['cron(0 9 31 4,6,9,11 ? *)', 'UTC', noDay],
    ['cron(0 9 29 2 ? 2027)', 'UTC', noDay],
    ['cron(0 9 1 1 ? 2020)', 'UTC', noDay],
    ['cron(0 9 31W 6 ? *)', 'UTC', noDay],
    ['cron(0 9 ? 2 MON#5 2027)', 'UTC', noDay],
    ['cron(0 9 ? 1 MON 2026-2024)', 'UTC', /^form$/],
    ['at(2020-01-01T09:00:00)', 'UTC', /^names a time that has passed: take the reminder away/],
    ['cron(30 2 ? 3 1L *)', 'Europe/Berlin', /^names no time that a clock in Europe\/Berlin shows/],
    ['cron(30 2 28 3 ? 2027)', 'Europe/Berlin', /^names no time that a clock in Europe\/Berlin shows/],
    ['at(2027-03-28T02:30:00)', 'Europe/Berlin', /^names no time that a clock in Europe\/Berlin shows/],
  ])('%s in %s', (schedule, timeZone, says) => {
    expect(stackSays(schedule, timeZone)).toMatch(says);
  });

  test.each([
    ['cron(0 9 29 2 ? 2028)', 'UTC'],
    ['cron(0 9 31 1,2 ? *)', 'UTC'],
    ['cron(59 23 31 12 ? 2026)', 'UTC'],
    ['cron(30 2 28 3 ? 2027)', 'America/New_York'],
    ['at(2026-12-01T12:01:00)', 'UTC'],
    ['cron(0  9 25 * ?)', 'UTC'],
    ['rate(1 days)', 'UTC'],
  ])('%s in %s is taken', (schedule, timeZone) => {
    expect(stackSays(schedule, timeZone)).toBeUndefined();
  });
});

describe('a time that is left out at some changes of the clock is told', () => {
  test.each([
    ['cron(30 2 * * ? *)', 'Europe/Berlin', '2027-03-28T02:30'],
    ['cron(0 0 * * ? *)', 'Asia/Beirut', '2027-03-28T00:00'],
    ['cron(*/20 * * * ? *)', 'Australia/Lord_Howe', '2027-10-03T02:00'],
    ['cron(0 2 14 3 ? *)', 'America/New_York', '2027-03-14T02:00'],
    ['cron(30 2 * * ? *)', 'America/Winnipeg', undefined],
    ['cron(30 3 * * ? *)', 'Europe/Berlin', undefined],
    ['rate(1 hour)', 'Europe/Berlin', undefined],
  ])('%s in %s: %s', (schedule, timeZone, leftOut) => {
    expect(leftOutOf({ schedule, timeZone }, now)).toBe(leftOut);
    const due = nextFive(schedule, timeZone);
    expect(due).toHaveLength(5);
  });
});

const seed = 18;
const expressions = expressionsBy(makeChance(seed), 10_000);
const takenBySandbox = (schedule: string): boolean => {
  try {
    definitionOf(schedule);
    return true;
  } catch (error) {
    expect((error as Error).name).toBe('ValidationException');
    return false;
  }
};

test('10,000 expressions by chance: the stack takes what the sandbox takes', () => {
  const counts = { taken: 0, refused: 0, never: 0 };
  for (const schedule of expressions) {
    const says = stackSays(schedule);
    const isTaken = takenBySandbox(schedule);
    const isNever = says !== undefined && says !== 'form';
    expect(says === undefined, `seed ${seed}: ${schedule}`).toBe(isTaken);
    counts[isNever ? 'never' : isTaken ? 'taken' : 'refused'] += 1;
  }
  console.log(`10,000 expressions, seed ${seed}: ${JSON.stringify(counts)}`);
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(200);
});

/** croner reads ranges that go round and `L` of a week only when they are written out, and `L-3` not at all. */
const asCronerReads = (schedule: string): string | undefined => {
  const [, inside = ''] = /^cron\((.*)\)$/.exec(schedule) ?? [];
  const fields = cronFields(inside);
  if (fields.length !== 6 || /L-/.test(fields[2] ?? '')) return undefined;
  const limits = [59, 23, 31, 12, 7];
  const isRound = fields.some((field, at) =>
    field.split(',').some((item) => {
      const [low, high] = (/^(\w+)-(\w+)/.exec(item) ?? []).slice(1).map((name) => numberOf(name));
      return low !== undefined && high !== undefined && low > high && limits[at] !== undefined;
    }),
  );
  if (isRound) return undefined;
  if (fields[4] === 'L') fields[4] = '7';
  return `0 ${fields.join(' ')}`;
};
const numberOf = (name: string): number => {
  const named = 'SUN MON TUE WED THU FRI SAT'.split(' ').indexOf(name);
  return named >= 0
    ? named + 1
    : 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ').indexOf(name) + 1 || Number(name);
};

test('of those that croner reads too, the next five times are the same', () => {
  const differing: string[] = [];
  let compared = 0;
  for (const schedule of expressions) {
    const pattern = stackSays(schedule) === undefined ? asCronerReads(schedule) : undefined;
    if (pattern === undefined) continue;
    compared += 1;
    const options = {
      mode: '7-part',
      alternativeWeekdays: true,
      domAndDow: true,
      sloppyRanges: true,
      timezone: 'UTC',
    } as const;
    const theirs = new Cron(pattern, options).nextRuns(5, new Date(now)).map((run) => run.getTime());
    if (theirs.filter((run) => run < Date.UTC(2200, 0)).join() !== nextFive(schedule).join()) differing.push(schedule);
  }
  console.log(`${compared} compared with croner: ${differing.length} differ`);
  expect(differing).toEqual([]);
  expect(compared).toBeGreaterThan(3_000);
});
