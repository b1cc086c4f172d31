/** How the time that AWS leaves one invocation is shared between its steps. All instants in epoch milliseconds. */
import { clockSkewMs, type Timings } from './wiring.ts';

export interface Deadlines {
  /** From here on no body is written: the answer, and what is written down of it, would no longer fit. */
  lastWriteAt: number;
  /** When AWS ends this invocation. */
  endsAt: number;
  /** Until then nobody else may conclude that this invocation is over, whatever its clock shows. */
  leaseUntil: number;
}

export const makeDeadlines = (now: number, remainingMs: number, timings: Timings): Deadlines => {
  const behindThePost = timings.answerWithinMs + timings.settleWithinMs + timings.parkWithinMs;
  const endsAt = now + remainingMs;
  return { lastWriteAt: endsAt - behindThePost, endsAt, leaseUntil: endsAt + 2 * clockSkewMs };
};
