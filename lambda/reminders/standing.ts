/** What a caller is told of a reminder: from its item, and once it has fired from the ledger. */
import type { State } from '../outcome.ts';
import { isGoingOut, type Reminder } from './reminder.ts';

/** `Scheduled`: it goes out at its time. All others as of a message. */
export type ReminderState = 'Scheduled' | State;

/** `sent`: the ledger's word on the text that was due, where a firing has taken it. */
export const stateOfReminder = (
  reminder: Reminder & { when: NonNullable<Reminder['when']> },
  sent: State | undefined,
  now: number,
): ReminderState => {
  const { state, when, firedAt } = reminder;
  if (state === 'Cancelled') return 'Cancelled';
  if (sent !== undefined && sent !== 'NotSent') return sent;
  if (isGoingOut(reminder, now)) return 'InProgress';
  // Nothing was sent in its time: late, refused by the rules, or its key was missing. The log says which.
  if (now >= when.dueAt + when.lateBySeconds * 1_000) return 'Expired';
  return firedAt === undefined ? 'Scheduled' : 'NotSent';
};

/** It is to go out still, and no firing has taken it. */
export const isScheduled = (reminder: Reminder | undefined, now: number): boolean =>
  reminder?.when !== undefined && stateOfReminder({ ...reminder, when: reminder.when }, undefined, now) === 'Scheduled';

/** What a caller may ask a list for. */
export const reminderStates: readonly ReminderState[] = [
  'Scheduled',
  'Cancelled',
  'InProgress',
  'Sent',
  'Refused',
  'Unknown',
  'NotSent',
  'Expired',
];
