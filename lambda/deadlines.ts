/** How the time that AWS leaves one invocation is shared between its steps. All instants in epoch milliseconds. */
import type { Timings } from './wiring.ts';

export interface Deadlines {
  /** AWS ends the invocation here. */
  invocationEndsAt: number;
  /** The last instant at which a body may be written: behind it, the answer and both writes no longer fit. */
  lastWriteAt: number;
}

export const makeDeadlines = (now: number, remainingMs: number, timings: Timings): Deadlines => {
  const invocationEndsAt = now + remainingMs;
  const behindThePost = timings.answerWithinMs + timings.settleWithinMs + timings.parkWithinMs;
  return { invocationEndsAt, lastWriteAt: invocationEndsAt - behindThePost };
};
