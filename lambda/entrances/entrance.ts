import type { Context } from 'aws-lambda';
import type { Delivery } from '../delivery.ts';
import type { Inquiry } from '../io/ledger.ts';
import type { Secrets } from '../io/secrets.ts';
import type { Found } from '../ledger/protocol.ts';
import type { Outcome } from '../outcome.ts';

/** What an event holds: messages to deliver, outcomes that are already certain (Invalid, Unauthorized), inquiries. */
export type Entry = { delivery: Delivery } | { outcome: Outcome } | { inquiry: Inquiry };

/** What became of one entry; of an inquiry, what the ledger holds. */
export type Result = Outcome | Found;

/** One way in and back. */
export interface Entrance {
  name: string;
  /** The id by which a caller and the logs name this event. */
  requestIdOf: (event: never, context: Context) => string;
  recognises: (event: unknown) => boolean;
  /** Authenticates and validates. Never throws for what a caller can cause. */
  open: (event: never, context: Context, secrets: Secrets) => Promise<Entry[]> | Entry[];
  /** Results, in the order of the entries, become this entrance's answer. Throws an OutcomeError where it answers by an error. */
  answer: (results: Result[], event: never, context: Context) => unknown;
}

/** An outcome on its way to the caller as an error; its name is stable, for Step Functions' `Retry` and `Catch`. */
export class OutcomeError extends Error {
  constructor(name: string, why: string) {
    super(why);
    this.name = name;
  }
}
