/** How the time that AWS leaves one invocation is shared between its steps. All instants in epoch milliseconds. */
import type { Timings } from './wiring.ts';

export interface Deadlines {
  /** From here on no body is written: the answer, and what is written down of it, would no longer fit. */
  lastWriteAt: number;
}

export const makeDeadlines = (now: number, remainingMs: number, timings: Timings): Deadlines => {
  const behindThePost = timings.answerWithinMs + timings.settleWithinMs + timings.parkWithinMs;
  return { lastWriteAt: now + remainingMs - behindThePost };
};
