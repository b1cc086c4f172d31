/** What a caller is told of a reminder: from its item, and once it has fired from the ledger. */
import type { State } from '../outcome.ts';
import { precisionMs } from '../wiring.ts';
import { endOf, isGoingOut, type Reminder } from './reminder.ts';

/** `Scheduled`: it goes out at its time, and that is not over. All others as of a message. */
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
  if (now >= endOf(when)) return 'Expired';
  return firedAt === undefined && now < when.dueAt + precisionMs ? 'Scheduled' : 'NotSent';
};

/** It is to go out still, and no firing has taken it. */
export const isPending = ({ state, when, firedAt }: Reminder, now: number): boolean =>
  state === 'Active' && firedAt === undefined && when !== undefined && now < endOf(when);

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
