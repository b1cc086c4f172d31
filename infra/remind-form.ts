/** A declared reminder as it may be: the same in cdk.json's context and in the construct's `remind`. */
import * as z from 'zod/mini';
import { makeReadMessage } from '../lambda/message.ts';
import { type Expression, readExpression, whyNever } from '../lambda/time/expression.ts';
import { type Zone, zoneNamed } from '../lambda/time/zone.ts';
import { leastLateBySeconds, longestLateBySeconds } from '../lambda/wiring.ts';

/** The reminder's part of the idempotency key, and its schedule's name. */
export const reminderNameForm = /^[A-Za-z0-9-]{1,32}$/;

const utc = zoneNamed('UTC') as Zone;

export const declaredReminder = z.strictObject({
  schedule: z.string().check(z.refine((text) => readExpression(text, utc, { madeAt: 0 }) !== undefined)),
  timeZone: z.optional(z.string().check(z.refine((name) => zoneNamed(name) !== undefined))),
  message: z.record(z.string(), z.unknown()),
  lateBySeconds: z._default(z.int().check(z.gte(leastLateBySeconds)), leastLateBySeconds),
});

export type DeclaredReminder = z.output<typeof declaredReminder>;
export type Field = keyof DeclaredReminder;

/** Stands behind "must be". */
export const reminderMustBe: Record<Field, string> = {
  schedule:
    'cron(0 9 25 * ? *) with six fields and "?" for one of its two days, rate(7 days), or at(2027-03-01T09:00:00), as docs/reminders.md lists them',
  timeZone: 'an IANA name such as Europe/Berlin',
  message: 'an object of the fields of a message such as {"ToPhoneNumber": "+12025550123", "Message": "It is payday."}',
  lateBySeconds: `a whole number of seconds, at least ${leastLateBySeconds}`,
};

/** What a reminder is checked against. */
export interface Deployed {
  serialNumber: string | undefined;
  maxAgeSeconds: number;
  /** Epoch ms: what is due before is over. Undefined where one that can never fire is no problem. */
  now: number | undefined;
}

/** What is wrong with one whose fields are of the right form, by the field: it stands behind the field's name. Shows no text. */
export const reminderProblems = (
  { schedule, timeZone, message, lateBySeconds }: DeclaredReminder,
  { serialNumber, maxAgeSeconds, now }: Deployed,
): [Field, string][] => {
  const kind = expressionOf({ schedule, timeZone })?.kind;
  const latest = longestLateBySeconds(maxAgeSeconds);
  const problems: [Field, string | false][] = [
    [
      'timeZone',
      timeZone === undefined &&
        kind !== 'rate' &&
        `is required, since each zone has ${kind === 'at' ? 'that time' : 'those times'} at another moment: it must be ${reminderMustBe.timeZone}`,
    ],
    ['schedule', timeZone !== undefined && now !== undefined && neverDue({ schedule, timeZone }, now)],
    ['message', messageProblem(message, serialNumber)],
    ['lateBySeconds', lateBySeconds > latest && `must be at most ${latest}, the age that a message may have`],
  ];
  return problems.filter((problem): problem is [Field, string] => problem[1] !== false);
};

type When = Pick<DeclaredReminder, 'schedule' | 'timeZone'>;

/** As Scheduler is told it. */
export const scheduleText = (when: When): string => expressionOf(when)?.text ?? when.schedule;

const expressionOf = ({ schedule, timeZone = 'UTC' }: When): Expression | undefined =>
  readExpression(schedule, zoneNamed(timeZone) ?? utc, { madeAt: 0 });

/** Why it can never fire, behind the word `schedule`; false where it can. Scheduler takes such a one, and never fires it. */
export const neverDue = (when: When, now: number): string | false => {
  const expression = expressionOf(when);
  const why = expression && whyNever(expression, now);
  if (!why) return false;
  if (why === 'left out')
    return `names no time that a clock in ${when.timeZone} shows, since it is put forward there: choose another hour`;
  return expression.kind === 'at'
    ? 'names a time that has passed: take the reminder away, or choose a later time'
    : 'names no time that is still to come: no calendar has such a day, or its years are over. Choose another, or take the reminder away';
};

/**
 * The first time within 28 years that the clocks of its zone leave out, as `2027-03-28T02:30`: Scheduler does not fire
 * then. Undefined where there is none.
 */
export const leftOutOf = (when: When, now: number): string | undefined => {
  const wall = expressionOf(when)?.leftOut(now);
  return wall === undefined ? undefined : new Date(wall).toISOString().slice(0, 16);
};

const messageProblem = (message: Record<string, unknown>, serialNumber: string | undefined): string | false => {
  const problems = [
    ...('IdempotencyKey' in message
      ? ['IdempotencyKey must not be there: the reminder’s name and its time are the key']
      : []),
    ...('NotAfter' in message
      ? ['NotAfter must not be there: by how much it may be late is said beside the message']
      : []),
    ...makeReadMessage(serialNumber)(message, 'The message').problems,
  ];
  return problems.length > 0 && `makes no text: ${problems.join('. ')}`;
};
