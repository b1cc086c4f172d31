import type { Context } from 'aws-lambda';
import type { Delivery } from '../delivery.ts';
import type { EnvelopeName } from '../envelopes/envelope.ts';
import type { Inquiry } from '../io/ledger.ts';
import type { Secrets } from '../io/secrets.ts';
import type { Found } from '../ledger/protocol.ts';
import type { Outcome } from '../outcome.ts';
import type { Place } from '../parking.ts';

/** What an event holds: messages to deliver, outcomes that are already certain (Invalid, Unauthorized), inquiries. */
export type Entry =
  | { delivery: Delivery; arrived: Arrived }
  | { outcome: Outcome; arrived?: Arrived }
  | { inquiry: Inquiry }
  /** What could not even be opened, by a bug of ours. */
  | { bug: unknown };

/** How a message came, as far as it is kept of one that is parked. */
export interface Arrived {
  /** The message in its envelope, as JSON text, unchanged. */
  body: string;
  envelope: EnvelopeName;
  /** Epoch ms. */
  sourceTime: number;
  /** The ledger's pk, where it is known. */
  ledgerKey?: string | undefined;
  /** A person has put it back. */
  isReplay?: boolean;
}

/** What became of one entry; of an inquiry, what the ledger holds. */
export type Result = { outcome: Outcome; place: Place; isParked: boolean } | { found: Found } | { bug: unknown };

/** One way in and back. */
export interface Entrance {
  name: string;
  /** The ids by which callers and the logs name what came, in the order of the entries. */
  requestIdsOf: (event: never, context: Context) => string[];
  recognises: (event: unknown) => boolean;
  /** Authenticates and validates. Never throws for what a caller can cause. */
  open: (event: never, context: Context, secrets: Secrets) => Promise<Entry[]> | Entry[];
  /** Whether it answers this one by an error, which Lambda counts among the function's. */
  throws: (outcome: Outcome) => boolean;
  /** Where it ends. What is to be parked is parked before it is answered. */
  placeOf: (outcome: Outcome, arrived: Arrived | undefined) => Place;
  /**
   * Results, in the order of the entries, become this entrance's answer. Throws an OutcomeError where it answers by an
   * error, and a bug where that is the answer.
   */
  answer: (results: Result[], event: never, context: Context) => unknown;
}

/** The one result of an event that holds one thing; where a bug stopped it, throws that. */
export const onlyOne = ([result]: Result[]): Exclude<Result, { bug: unknown }> => {
  if (!result || 'bug' in result) throw result?.bug;
  return result;
};

/** An outcome on its way to the caller as an error; its name is stable, for Step Functions' `Retry` and `Catch`. */
export class OutcomeError extends Error {
  constructor(name: string, why: string) {
    super(why);
    this.name = name;
  }
}
