/** What time it is for the function: this machine's, moved forward by hand. */
export interface Clock {
  /** Epoch ms. */
  now: () => number;
  /** False where that is in the past: an age never shrinks. */
  moveTo: (ms: number) => boolean;
  /** From now on only `moveTo` moves it, until `release`. What runs meanwhile takes no time, as on a machine without end. */
  hold: () => void;
  release: () => void;
}

export const makeClock = (): Clock => {
  let aheadMs = 0;
  /** Undefined where it runs. */
  let heldAt: number | undefined;
  const now = () => heldAt ?? Date.now() + aheadMs;
  return {
    now,
    moveTo: (ms) => {
      if (ms < now()) return false;
      aheadMs = ms - Date.now();
      if (heldAt !== undefined) heldAt = ms;
      return true;
    },
    hold: () => {
      heldAt = now();
    },
    release: () => {
      aheadMs = now() - Date.now();
      heldAt = undefined;
    },
  };
};
