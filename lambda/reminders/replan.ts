/** Whether another release of the time zones moves a reminder that is set, and to when. Pure. */
import { precisionMs } from '../wiring.ts';
import type { When } from './reminder.ts';
import { byTodaysTable, shownAt } from './wall-clock.ts';

export type Replan =
  /** `isLeftOut`: no clock there shows its time any more, so that it goes out at the next minute that exists. */
  { to: When; isLeftOut: boolean } | { stays: Stays };

export type Stays =
  /** It is due at the same instant. */
  | 'same'
  /** It is due within a minute, or was, by one of the two tables. */
  | 'near'
  /** Its message's NotAfter would be over. */
  | 'past its NotAfter'
  /** The table has no zone of its name. */
  | 'unknown zone';

/** What 0.6.0 set is always given another schedule: Scheduler fires that one by a table of its own. */
export const replanOf = (when: When, now: number): Replan => {
  const to = byTodaysTable(when);
  if (!to) return { stays: 'unknown zone' };
  if (to.dueAt === when.dueAt && when.timeZoneData !== undefined) return { stays: 'same' };
  if (Math.min(to.dueAt, when.dueAt) < now + precisionMs) return { stays: 'near' };
  if (to.notAfter !== undefined && to.notAfter < to.dueAt + precisionMs) return { stays: 'past its NotAfter' };
  return { to, isLeftOut: shownAt(to.timeZone, to.dueAt) !== to.at };
};
