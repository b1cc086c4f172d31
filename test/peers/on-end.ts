/** How a peer ends. Where tests run at the same time, only each test's own context knows when that is. */
export type OnEnd = (end: () => void | Promise<void>) => void;
