/** What time it is on the sandbox: its clock can be moved ahead of this machine's. */
let aheadMs = 0;

export const moveClock = (ms) => {
  aheadMs = ms;
};

/** Epoch ms. */
export const now = () => Date.now() + aheadMs;
