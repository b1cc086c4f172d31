/** Healthy processes that see no fault, and ask with the same key as the one that met it. */
import type { World } from './world.ts';

/** Longer than any lease: an invocation has 20 s, and two clocks may be 5 s wrong each. */
export const leaseOverMs = 45_000;

export const startBystanders = async ({ start }: World) => {
  const [other, later, forbidding, skewed, ...crowd] = await Promise.all([
    start(),
    start({ aheadMs: leaseOverMs }),
    start({ rules: { mode: 'live', prefixes: { '+1': 'deny' } } }),
    start({ aheadMs: 20_000 }),
    ...Array.from({ length: 3 }, () => start()),
  ]);
  return {
    other,
    /** Asks when every lease of the others is over. */
    later,
    /** Its rules forbid the number. */
    forbidding,
    /** Its clock is 5 s ahead, and 15 s have passed: no clock may be further wrong, and hardly an invocation be older. */
    skewed,
    /** Several that ask at once. */
    crowd: [other, ...crowd],
  };
};

export type Bystanders = Awaited<ReturnType<typeof startBystanders>>;
