/** What time it is for the function: this machine's, moved forward by hand. SQS's own visibility does not follow. */
export interface Clock {
  /** Epoch ms. */
  now: () => number;
  /** False where that is in the past: an age never shrinks. */
  moveTo: (ms: number) => boolean;
}

export const makeClock = (): Clock => {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  return {
    now,
    moveTo: (ms) => {
      if (ms < now()) return false;
      aheadMs = ms - Date.now();
      return true;
    },
  };
};
