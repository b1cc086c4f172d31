/** Whether the queue is at rest: nothing visible, and nobody at work on what was received. */
import type { IsAtWork } from './aws/hidden.ts';
import type { Standing } from './aws/sqs-sns.ts';

export interface Quiet {
  /** Receipt handles on which nobody works any more: what is not deleted only waits for its visibility timeout. */
  settle: (handles: string[]) => void;
  /** To be called after all that may bring rest, or end it. */
  check: () => void;
  /** Tells of what is in flight now whether somebody works on it. */
  atWork: () => IsAtWork;
  /** Resolves when all that stands in the queue now has come to rest: at once, or as soon as it has. What comes later is not waited for. */
  whenQuiet: () => Promise<void>;
}

interface Waiter {
  /** Message ids of what it still waits for. */
  left: Set<string>;
  resolve: () => void;
}

/** What the set may hold of receipts that are over, before it looks which of them still count. */
const keptAtLeast = 1_000;
/** While more and more comes, all that stands there is looked through, and no more often. */
const lookEveryMs = 50;

/** `stands`: what is in the queue; undefined where there is none, and that is rest. */
export const makeQuiet = (stands: () => Standing | undefined): Quiet => {
  /** On which nobody works, and which were in flight when that was said. */
  const settled = new Set<string>();
  let forgetAt = keptAtLeast;
  let waiting: Waiter[] = [];
  let isToLook = false;

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
  const atWork = (): IsAtWork => {
    const inFlight = stands()?.inFlight;
    return (handle) => Boolean(inFlight?.has(handle)) && !settled.has(handle);
  };
  const restless = (): Set<string> => stands()?.restless(atWork()) ?? new Set();

  const release = (isOver: (waiter: Waiter) => boolean) => {
    const over = waiting.filter(isOver);
    waiting = waiting.filter((waiter) => !over.includes(waiter));
    for (const { resolve } of over) resolve();
  };
  const look = () => {
    isToLook = false;
    const here = restless();
    for (const waiter of waiting) waiter.left = waiter.left.intersection(here);
    release(({ left }) => left.size === 0);
    check();
  };
  const lookLater = () => {
    if (isToLook) return;
    isToLook = true;
    setTimeout(look, lookEveryMs).unref();
  };
  const check = () => {
    if (waiting.length === 0) return;
    if (isQuiet()) release(() => true);
    else lookLater();
  };

  return {
    settle: (handles) => {
      const standing = stands();
      for (const handle of handles) if (standing?.inFlight.has(handle)) settled.add(handle);
      if (standing && settled.size > forgetAt) forget(standing);
      check();
    },
    check,
    atWork,
    whenQuiet: () =>
      new Promise((resolve) => {
        if (isQuiet()) return resolve();
        waiting.push({ left: restless(), resolve });
        lookLater();
      }),
  };
};
