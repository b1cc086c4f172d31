/** The schedule of one revision: its name and what it fires. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
import { createHash } from 'node:crypto';
import { asObject, readObject } from '../json.ts';
import type { Revision } from './protocol.ts';
import { isoSeconds, type When } from './reminder.ts';

/** 64 characters are allowed. Of caller and key a hash alone, which may be longer than that. */
export const scheduleName = ({ caller, key, revision, nonce }: Revision): string =>
  `${createHash('sha256')
    .update(JSON.stringify([caller, key]))
    .digest('hex')
    .slice(0, 32)}-${revision}-${nonce}`;

/** 16 hex digits: with the hash and a revision of ten digits a name has 60 characters. */
export const nonceForm = /^[0-9a-f]{16}$/;

/**
 * Filled in by Scheduler: the instant for which it was set, not when it fired. Only a declared reminder goes by it. Of a
 * caller's it is there for 0.6.0, which knows no DueAt.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
const scheduledTime = '<aws.scheduler.scheduled-time>';

/** What a schedule puts on the queue. */
type Fired = {
  lateBySeconds: number;
  /** Its fields as they were given. */
  message: object;
} & (
  | { revision: Revision /** Epoch ms. */; dueAt: number }
  /** The name of one that the stack declares: it has no item, so no revision and instant of ours either. */
  | { key: string }
);

/** The event that Scheduler puts on the queue, as JSON. A `<` of the user's is escaped, or Scheduler might fill something in. */
export const scheduleInput = (fired: Fired): string => {
  const given = { Reminder: 1, ...whichOf(fired), LateBySeconds: fired.lateBySeconds, Message: fired.message };
  return `{"ScheduledAt":"${scheduledTime}",${JSON.stringify(given).replaceAll('<', '\\u003c').slice(1)}`;
};

/** The message in the Input of this revision's schedule; undefined where it is not the Input that we wrote. */
export const readScheduleInput = (input: string, { caller, key, revision, nonce }: Revision): object | undefined => {
  const { Reminder, Caller, Key, Revision, Nonce, Message } = readObject(input) ?? {};
  const isOurs = Reminder === 1 && Caller === caller && Key === key && Revision === revision && Nonce === nonce;
  return isOurs ? asObject(Message) : undefined;
};

const whichOf = (fired: Fired): object => {
  if ('key' in fired) return { Key: fired.key };
  const { caller, key, revision, nonce } = fired.revision;
  return { Caller: caller, Key: key, Revision: revision, Nonce: nonce, DueAt: isoSeconds(fired.dueAt) };
};

/** Where schedules stand, and on which queue they put what is due. ARNs but for the group, which has a name. */
export interface ScheduleTarget {
  scheduleGroup: string;
  scheduleRoleArn: string;
  queueArn: string;
  parkedQueueArn: string;
}

/** The schedule of one revision, as it is created: it fires once, for the minute of its time, and deletes itself. */
export const scheduleOf = (
  revision: Revision,
  when: When,
  message: object,
  { scheduleGroup, scheduleRoleArn, queueArn, parkedQueueArn }: ScheduleTarget,
) => ({
  Name: scheduleName(revision),
  GroupName: scheduleGroup,
  // In UTC: which table of zones Scheduler has, and how old it is, AWS does not say.
  ScheduleExpression: `at(${isoSeconds(when.dueAt).slice(0, -1)})`,
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' as const },
  ActionAfterCompletion: 'DELETE' as const,
  Target: {
    Arn: queueArn,
    RoleArn: scheduleRoleArn,
    Input: scheduleInput({ revision, dueAt: when.dueAt, lateBySeconds: when.lateBySeconds, message }),
    RetryPolicy: retryPolicyFor(when.lateBySeconds),
    DeadLetterConfig: { Arn: parkedQueueArn },
  },
});

/** Scheduler tries for as long as the text may be late, within what it takes: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
export const retryPolicyFor = (lateBySeconds: number) => ({
  MaximumEventAgeInSeconds: Math.min(Math.max(60, lateBySeconds), 86_400),
  MaximumRetryAttempts: 185,
});
