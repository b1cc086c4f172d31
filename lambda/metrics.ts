/** What is counted: the names that the function writes, and on which the stack's alarms and dashboard stand. Imports no code. */
import type { State } from './outcome.ts';

export const metricNamespace = 'HotTaskMessenger';

/** One for each outcome, by its state. */
export const stateMetrics: readonly State[] = [
  'Sent',
  'DryRun',
  'Invalid',
  'Unauthorized',
  'Blocked',
  'InProgress',
  'KeyReused',
  'Cancelled',
  'Expired',
  'Refused',
  'NotSent',
  'Unknown',
];

/** Beside them. */
export const otherMetrics = [
  /** Seconds from a message's source to each attempt at it; the oldest says how late messages are. Not of replays. */
  'AttemptAge',
  /** Messages without a key of their own: who puts one there a second time texts a second time. */
  'DerivedKeys',
  /** Reminders that came later than their LateBySeconds or NotAfter allows: nobody got them. Not of replays. */
  'LateReminders',
  /** Direct calls that were answered by an error, which Lambda counts among the function's. */
  'ThrownOutcomes',
  /** No message goes out, or none is parked, until a person has mended something. */
  'NeedsMending',
  /** HotTask was taken for down. */
  'BreakerOpened',
  /** A caller made one, or moved it. */
  'RemindersSet',
  'RemindersCancelled',
  /** Bugs of ours. */
  'InternalErrors',
] as const;

export type MetricName = State | (typeof otherMetrics)[number];
export type Counts = Partial<Record<MetricName, number>>;
