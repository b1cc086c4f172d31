/** What keeps the model finite. */
export interface Bounds {
  /** What stands there when all begins, and was acknowledged. */
  first: 'nothing' | 'active' | 'cancelled';
  /** Sets anew, number and text too. */
  puts: number;
  /** Moves, which keep number and text. */
  moves: number;
  cancels: number;
  /** Deliveries of what fires, of all revisions together; two at most of one. */
  firings: number;
  /** Writes that the network holds back or doubles. */
  copies: number;
  /** How often time passes, by a step each. */
  ticks: number;
  /** When it may be due, from the beginning on. */
  dues: readonly number[];
  /** How far from the told instant Scheduler may fire it, in ms: its table of zones may not be ours. @default 0 alone */
  shifts?: readonly number[];
}

/** One step of time takes a firing over its last write and its lease, on whichever clock; two take it past its time. */
export const tickMs = 21_000;
