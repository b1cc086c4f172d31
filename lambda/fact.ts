/** What was observed while one message was on its way. Facts conclude nothing: that is outcome.ts's part. */
export type Fact =
  | { at: 'our secret'; problem: 'unreadable' | 'empty' | 'malformed' }
  | { at: 'secret key'; problem: 'unreadable' | 'empty' | 'malformed' }
  /** The ledger did not answer, or refused us: there is no claim. */
  | { at: 'ledger' }
  /** A reminder's item could not be asked, no change has committed the revision that fires, its schedule was edited, or it is not due yet. */
  | { at: 'reminder'; problem: 'unreachable' | 'not yet' | 'edited' | 'early' }
  /** Too little time was left to hear an answer, so the body was never written. */
  | { at: 'deadline' }
  /** HotTask is taken for down, so the message was not even claimed. `retryAfter` in seconds. */
  | { at: 'breaker'; retryAfter: number }
  /** Before TLS was up (plain http: before the connection): not one byte of the message has left. */
  | { at: 'connect'; code: string }
  /** The body was on its way, and no whole status line and headers came back. */
  | { at: 'in flight'; code: string }
  | { at: 'answer'; status: number; retryAfter: string | undefined; body: AnswerBody };

/** HotTask's answer as it came: whole, or what was wrong with it. */
export type AnswerBody = { whole: string } | { broken: 'cut' | 'too large' | 'not UTF-8' };
