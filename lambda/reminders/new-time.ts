/** The time to which a caller moves a reminder: what it does not name stays as it is. Pure. */
import { precisionMs } from '../wiring.ts';
import type { When } from './reminder.ts';
import { readWallClock } from './wall-clock.ts';

/** At least one of them. */
export interface Move {
  /** As they came. */
  at?: unknown;
  timeZone?: unknown;
  /** Checked. */
  lateBySeconds?: number | undefined;
}

/** The new time, or a sentence for each field at fault. */
export const whenMoved = (seen: When, move: Move, now: number): When | { problems: string[] } => {
  const { at = seen.at, timeZone = seen.timeZone, lateBySeconds = seen.lateBySeconds } = move;
  const keepsTime = move.at === undefined && move.timeZone === undefined;
  if (keepsTime && seen.dueAt < now + precisionMs) return { problems: [tooNear] };
  // Not read again where it stays: the table of today may have another instant for it, or none.
  const meant = keepsTime ? seen : readWallClock(at, timeZone, now);
  if ('problems' in meant) return meant;
  if (seen.notAfter !== undefined && seen.notAfter < meant.dueAt + precisionMs) return { problems: [tooEarly] };
  return { ...seen, ...meant, lateBySeconds };
};

const tooNear = 'LateBySeconds is too late to change alone, since it is due in less than a minute: give a later At too';
const tooEarly =
  "At must be a minute before the message's NotAfter, or more: choose an earlier time, or set it again by PUT with another NotAfter";
