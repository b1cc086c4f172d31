/** A reminder that EventBridge Scheduler fired: reminders/schedule.ts says what it puts on the queue. */
import { callerNameRule, isCallerName } from '../callers.ts';
import { asObject } from '../json.ts';
import { ledgerKeyOfReminder, reminderKeyForm } from '../reminders/reminder.ts';
import { nonceForm } from '../reminders/schedule.ts';
import { type Envelope, instantOf } from './envelope.ts';

const shape =
  'The record must be {"Reminder": 1, "Key": "…", "ScheduledAt": "<instant>", "LateBySeconds": 300, "Message": {…}}, and of a caller’s reminder have Caller, Revision and Nonce, as its schedule fires it';

const noCaller = `Caller must be ${callerNameRule}: set the reminder again under a caller of such a name`;

export const reminder: Envelope = {
  name: 'reminder',
  recognises: (value) => asObject(value)?.Reminder !== undefined,
  unwrap: (value) => {
    const { Reminder, Caller, Key, Revision, Nonce, ScheduledAt, LateBySeconds, Message } = asObject(value) as Record<
      string,
      unknown
    >;
    if (Reminder !== 1)
      return { problems: ['It is a reminder of another version: replay it with the version that made it'] };
    const dueAt = instantOf(ScheduledAt);
    if (dueAt === undefined)
      return { problems: ['ScheduledAt must be an instant, which EventBridge Scheduler fills in when it fires'] };
    if (!isKey(Key) || !isSeconds(LateBySeconds)) return { problems: [shape] };
    const about = {
      message: Message,
      where: "The reminder's Message",
      scope: 'reminder',
      sourceTime: dueAt,
      lateBySeconds: LateBySeconds,
    };
    const isDeclared = Caller === undefined && Revision === undefined && Nonce === undefined;
    if (isDeclared) return { ...about, keyOf: () => ledgerKeyOfReminder(undefined, Key, dueAt) };
    if (typeof Caller !== 'string' || !isRevision(Revision) || !isNonce(Nonce)) return { problems: [shape] };
    if (!isCallerName(Caller)) return { problems: [noCaller] };
    return {
      ...about,
      keyOf: () => ledgerKeyOfReminder(Caller, Key, dueAt),
      firing: { caller: Caller, key: Key, revision: Revision, nonce: Nonce },
    };
  },
};

const isKey = (value: unknown): value is string => typeof value === 'string' && reminderKeyForm.test(value);
const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isRevision = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isNonce = (value: unknown): value is string => typeof value === 'string' && nonceForm.test(value);
