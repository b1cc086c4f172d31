/** Whether the queue is at rest: nothing visible, and nobody at work on what was received. */
import type { Standing } from './aws/sqs-sns.ts';

export interface Quiet {
  /** Receipt handles on which nobody works any more: what is not deleted only waits for its visibility timeout. */
  settle: (handles: string[]) => void;
  /** To be called after all that may bring rest, or end it. */
  check: () => void;
  /** Resolves at once, or as soon as there is rest. */
  whenQuiet: () => Promise<void>;
}

/** What the set may hold of receipts that are over, before it looks which of them still count. */
const keptAtLeast = 1_000;

/** `stands`: what is in the queue; undefined where there is none, and that is rest. */
export const makeQuiet = (stands: () => Standing | undefined): Quiet => {
  /** On which nobody works, and which were in flight when that was said. */
  const settled = new Set<string>();
  let forgetAt = keptAtLeast;
  let waiting: (() => void)[] = [];

  const forget = ({ inFlight }: Standing) => {
    for (const handle of settled) if (!inFlight.has(handle)) settled.delete(handle);
    forgetAt = Math.max(keptAtLeast, 2 * settled.size);
  };
  /** After each exchange it is asked, and thousands may stand in the queue: only where they may all be over are they looked at. */
  const isQuiet = (): boolean => {
    const standing = stands();
    if (!standing) return true;
    const { visible, inFlight } = standing;
    if (visible > 0 || inFlight.size > settled.size) return false;
    forget(standing);
    return inFlight.size === settled.size;
  };
  const check = () => {
    if (waiting.length === 0 || !isQuiet()) return;
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };

  return {
    settle: (handles) => {
      const standing = stands();
      for (const handle of handles) if (standing?.inFlight.has(handle)) settled.add(handle);
      if (standing && settled.size > forgetAt) forget(standing);
      check();
    },
    check,
    whenQuiet: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        check();
      }),
  };
};
