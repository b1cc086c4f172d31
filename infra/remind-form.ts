/** A declared reminder as it may be: the same in cdk.json's context and in the construct's `remind`. */
import * as z from 'zod/mini';
import { makeReadMessage } from '../lambda/message.ts';
import { zoneNamed } from '../lambda/time/zone.ts';
import { leastLateBySeconds, longestLateBySeconds } from '../lambda/wiring.ts';
import { isShown, readSchedule } from './schedule-form.ts';

/** The reminder's part of the idempotency key, and its schedule's name. */
export const reminderNameForm = /^[A-Za-z0-9-]{1,32}$/;

export const declaredReminder = z.strictObject({
  schedule: z.string().check(z.refine((text) => readSchedule(text) !== undefined)),
  timeZone: z.optional(z.string().check(z.refine((name) => zoneNamed(name) !== undefined))),
  message: z.record(z.string(), z.unknown()),
  lateBySeconds: z._default(z.int().check(z.gte(leastLateBySeconds)), leastLateBySeconds),
});

export type DeclaredReminder = z.output<typeof declaredReminder>;
export type Field = keyof DeclaredReminder;

/** Stands behind "must be". */
export const reminderMustBe: Record<Field, string> = {
  schedule:
    'cron(0 9 25 * ? *) with six fields and "?" for one of its two days, rate(7 days), or at(2027-03-01T09:00:00)',
  timeZone: 'an IANA name such as Europe/Berlin',
  message: 'an object of the fields of a message such as {"ToPhoneNumber": "+12025550123", "Message": "It is payday."}',
  lateBySeconds: `a whole number of seconds, at least ${leastLateBySeconds}`,
};

/** What a message is checked against. */
export interface Deployed {
  serialNumber: string | undefined;
  maxAgeSeconds: number;
}

/** What is wrong with one whose fields are of the right form, by the field: it stands behind the field's name. Shows no text. */
export const reminderProblems = (
  { schedule, timeZone, message, lateBySeconds }: DeclaredReminder,
  { serialNumber, maxAgeSeconds }: Deployed,
): [Field, string][] => {
  const { kind, inside } = readSchedule(schedule) ?? { kind: 'rate', inside: '' };
  const latest = longestLateBySeconds(maxAgeSeconds);
  const problems: [Field, string | false][] = [
    [
      'timeZone',
      timeZone === undefined &&
        kind !== 'rate' &&
        `is required, since each zone has ${kind === 'at' ? 'that time' : 'those times'} at another moment: it must be ${reminderMustBe.timeZone}`,
    ],
    [
      'schedule',
      kind === 'at' &&
        timeZone !== undefined &&
        !isShown(inside, timeZone) &&
        `names a time that no clock in ${timeZone} shows, since it is put forward there: choose another`,
    ],
    ['message', messageProblem(message, serialNumber)],
    ['lateBySeconds', lateBySeconds > latest && `must be at most ${latest}, the age that a message may have`],
  ];
  return problems.filter((problem): problem is [Field, string] => problem[1] !== false);
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
