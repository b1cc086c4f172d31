/** What keeps the model finite. */
export interface Bounds {
  /** Deliveries of the one key. */
  workers: number;
  persons: number;
  /** Writes that the network holds back or doubles. */
  copies: number;
  /** How much time passes in one step. */
  tickMs: number;
  /** HotTask cannot be reached at times, or refuses the key: a second attempt follows under the same claim. */
  hasAgain?: boolean;
  /** An answer to a read may come late, when it is true no more. */
  hasSlowReads?: boolean;
  /** The key comes with another message as well. */
  hasOther?: boolean;
  /** Some deliveries come after their NotAfter. */
  hasLate?: boolean;
}

/** One step of time takes a claim from before its last write to behind it, then over the lease on fast and on slow clocks. */
export const tickMs = 14_000;
export const none = { workers: 2, persons: 0, copies: 0, tickMs } satisfies Bounds;
export const everything: Bounds = { ...none, hasAgain: true, hasSlowReads: true, hasOther: true, hasLate: true };
