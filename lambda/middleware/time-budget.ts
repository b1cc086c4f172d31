import { makeDeadlines } from '../deadlines.ts';
import type { Timings } from '../wiring.ts';
import type { Middleware } from './internal.ts';

/** What AWS leaves this invocation becomes the deadlines of its steps; each step closes what it opens before it answers. */
export const timeBudget = (timings: Timings, now: () => number): Middleware => ({
  before: ({ internal, context }) => {
    internal.deadlines = makeDeadlines(now(), context.getRemainingTimeInMillis(), timings);
  },
});
