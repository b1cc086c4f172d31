/** A reminder that EventBridge Scheduler fired: reminders/schedule.ts says what it puts on the queue. */
import { callerNameRule, isCallerName } from '../callers.ts';
import { asObject } from '../json.ts';
import { type Firing, ledgerKeyOfReminder, reminderKeyForm } from '../reminders/reminder.ts';
import { nonceForm } from '../reminders/schedule.ts';
import { type Envelope, instantOf } from './envelope.ts';

const shape =
  'The record must be {"Reminder": 1, "Key": "…", "ScheduledAt": "<instant>", "LateBySeconds": 300, "Message": {…}}, and of a caller’s reminder have Caller, Revision, Nonce and DueAt, as its schedule fires it';

const noCaller = `Caller must be ${callerNameRule}: set the reminder again under a caller of such a name`;

export const reminder: Envelope = {
  name: 'reminder',
  recognises: (value) => asObject(value)?.Reminder !== undefined,
  unwrap: (value) => {
    const { Reminder, Caller, Key, Revision, Nonce, DueAt, ScheduledAt, LateBySeconds, Message } = asObject(
      value,
    ) as Record<string, unknown>;
    if (Reminder !== 1)
      return { problems: ['It is a reminder of another version: replay it with the version that made it'] };
    // Our own word for when it is due. Scheduler's counts only where there is none: of a declared reminder, and of 0.6.0's.
    const dueAt = instantOf(DueAt === undefined ? ScheduledAt : DueAt);
    if (dueAt === undefined) return { problems: [DueAt === undefined ? noScheduledAt : noDueAt] };
    if (!isKey(Key) || !isSeconds(LateBySeconds)) return { problems: [shape] };
    const about = {
      message: Message,
      where: "The reminder's Message",
      scope: 'reminder',
      sourceTime: dueAt,
      lateBySeconds: LateBySeconds,
    };
    const isDeclared = [Caller, Revision, Nonce, DueAt].every((field) => field === undefined);
    if (isDeclared) return { ...about, keyOf: () => ledgerKeyOfReminder(undefined, Key, dueAt) };
    if (typeof Caller !== 'string' || !isRevision(Revision) || !isNonce(Nonce)) return { problems: [shape] };
    if (!isCallerName(Caller)) return { problems: [noCaller] };
    const firing: Firing = { caller: Caller, key: Key, revision: Revision, nonce: Nonce };
    return {
      ...about,
      keyOf: () => ledgerKeyOfReminder(Caller, Key, dueAt),
      firing: DueAt === undefined ? firing : { ...firing, dueAt },
    };
  },
};

const noScheduledAt = 'ScheduledAt must be an instant, which EventBridge Scheduler fills in when it fires';
const noDueAt = 'DueAt must be the instant for which the reminder was set, such as 2027-03-01T08:00:00Z';

const isKey = (value: unknown): value is string => typeof value === 'string' && reminderKeyForm.test(value);
const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isRevision = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isNonce = (value: unknown): value is string => typeof value === 'string' && nonceForm.test(value);
