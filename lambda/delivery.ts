import type { Message } from './message.ts';
import type { Firing } from './reminders/reminder.ts';

/** One checked message with all that the promise needs to know of its way here. */
export interface Delivery {
  message: Message;
  /** The idempotency key, 1–255 visible ASCII characters. */
  key: string;
  /** The caller gave no key, so we took the event's own id: it covers what AWS delivers again, not what a caller repeats. */
  keyIsDerived: boolean;
  /** Whose key it is: `http:` + the caller's name, `event:` + its source, `queue`, `direct` … Equal keys of two are two messages. */
  scope: string;
  /** Name of the caller over HTTP. */
  caller?: string;
  /** The ledger's pk itself, of a parked record that came back: nothing is derived again. */
  ledgerKey?: string;
  /** It names no SerialNumber: the deployment's default stands in it, which may have been another one before. */
  hasDefaultSerialNumber?: boolean;
  /** When its source made it, in epoch ms: its age counts from here, however often it is delivered. */
  sourceTime: number;
  /** Of a reminder: from so many seconds after its source time on it is too late. */
  lateBySeconds?: number;
  /** Of a reminder that a caller made: cancelled or moved meanwhile, it is not sent. */
  firing?: Firing;
  /** Epoch ms: a person's word that it may still go out until then, whatever its age. */
  until?: number;
  /** Of a reminder: a person's word that it may go out although the caller who set it is gone. */
  callerMayBeGone?: true;
  /** Of the event that brought it, for logs and people. */
  requestId: string;
}
