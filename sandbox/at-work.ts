/** Invocations of the function that are under way. */
import type { Invoke } from './function.ts';

export interface AtWork {
  /** As the given one, and counted. */
  invoke: Invoke;
  /** Resolves when all that have begun by now have ended. */
  whenDone: () => Promise<unknown>;
}

export const makeAtWork = (invoke: Invoke): AtWork => {
  const working = new Set<Promise<unknown>>();
  return {
    invoke: (...given) => {
      const ends = invoke(...given);
      working.add(ends);
      ends.catch(() => {}).finally(() => working.delete(ends));
      return ends;
    },
    whenDone: () => Promise.allSettled(working),
  };
};
