/** Calls that the network holds back: they arrive when nobody waits for them any more. */
import type { Call } from './aws-troubles.ts';

const longestMs = 5_000;

export const makeHeldBack = () => {
  const held = new Set<Call>();
  const arrive = async (call: Call) => {
    if (held.delete(call)) await call.pass().catch(() => {});
  };
  return {
    /** Each arrives when they are brought, or by itself once nobody can wait for it. */
    hold: (calls: Call[]) => {
      for (const call of calls) {
        held.add(call);
        setTimeout(arrive, longestMs, call).unref();
      }
    },
    /** Lets all of them arrive, in their order. Never rejects. */
    bring: async () => {
      for (const call of [...held]) await arrive(call);
    },
  };
};
