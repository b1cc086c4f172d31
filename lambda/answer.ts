/** Our own answers: HotTask's envelope with `State` beside it, so that its clients read them without a change. */
import type { Outcome } from './outcome.ts';

/** Every outcome but Sent, whose answer is HotTask's own. */
export type Unsent = Exclude<Outcome, { state: 'Sent' }>;

/** HotTask's envelope around a sentence of ours. */
export const envelope = (why: string, Code: number, Success = false) => ({
  Data: { Status: 'False', Message: why, SessionID: null },
  Version: '1.0.0',
  Success,
  Code,
  Message: why,
});

/** `code` is the HTTP status (200 for a direct call); a Refused carries HotTask's own instead. Only a DryRun is a success. */
export const answerBody = (outcome: Unsent, code: number) => ({
  ...envelope(outcome.why, outcome.state === 'Refused' ? outcome.code : code, outcome.state === 'DryRun'),
  State: outcome.state,
});
