/** Whether the queue is at rest: nothing visible, and nobody at work on what was received. */
import type { Looked } from './aws/sqs-sns.ts';

export interface Quiet {
  /** Receipt handles on which nobody works any more: what is not deleted only waits for its visibility timeout. */
  settle: (handles: string[]) => void;
  /** To be called after all that may bring rest, or end it. */
  check: () => void;
  /** Resolves at once, or as soon as there is rest. */
  whenQuiet: () => Promise<void>;
}

/** What the set may hold of receipts that are over, before it looks. */
const keptAtMost = 1_000;

/** `look`: what stands in the queue; undefined where there is none, and that is rest. */
export const makeQuiet = (look: () => Looked | undefined): Quiet => {
  let settled = new Set<string>();
  let waiting: (() => void)[] = [];

  const isQuiet = (): boolean => {
    const { visible = [], receipts = [] } = look() ?? {};
    return visible.length === 0 && receipts.every((handle) => settled.has(handle));
  };
  const check = () => {
    if (waiting.length === 0 || !isQuiet()) return;
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };

  return {
    settle: (handles) => {
      for (const handle of handles) settled.add(handle);
      if (settled.size > keptAtMost) settled = settled.intersection(new Set(look()?.receipts ?? []));
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
