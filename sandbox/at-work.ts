/** The invocations that are under way on the sandbox, so that the clock is never moved beneath one. */
import type { Invoke } from './function.ts';

export interface AtWork {
  /** As the given one, and counted; while `between` waits or moves, it waits. */
  counted: (invoke: Invoke) => Invoke;
  /** Does it once all that have begun have ended, and before another begins. */
  between: (act: () => void) => Promise<void>;
}

export const makeAtWork = (): AtWork => {
  const working = new Set<Promise<unknown>>();
  let gate: Promise<void> | undefined;
  return {
    counted:
      (invoke) =>
      async (...given) => {
        while (gate) await gate;
        const ends = invoke(...given);
        working.add(ends);
        return ends.finally(() => working.delete(ends));
      },
    between: async (act) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      try {
        await Promise.allSettled(working);
        act();
      } finally {
        // One that came later, after a stop, still waits.
        if (gate === promise) gate = undefined;
        resolve();
      }
    },
  };
};
