import type { Attempt } from './attempts.ts';
import type { Conclude } from './conclude.ts';
import type { Deadlines } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { Secrets } from './io/secrets.ts';
import type { Opened } from './middleware/internal.ts';
import type { Outcome } from './outcome.ts';
import { type Rules, refuse } from './rules.ts';

interface Parts {
  rules: Rules;
  attempt: Attempt;
  conclude: Conclude;
  now: () => number;
}

export type Deliver = (delivery: Delivery, secrets: Secrets, deadlines: Deadlines) => Promise<Outcome>;

/**
 * Sends one message. Always returns an Outcome; it throws only on a bug of ours.
 * All that can fail harmlessly comes before the claim: from the claim on, "nobody knows" is a possible answer.
 */
export const makeDeliver =
  ({ rules, attempt, conclude, now }: Parts): Deliver =>
  async (delivery, { ours, secretKey }, deadlines) => {
    // The ledger recalls before a refusal: a key that is known answers with its own outcome.
    const refusal = refuse(rules, delivery, now());
    if (refusal) return refusal;
    if ('problem' in ours) return conclude({ at: 'our secret', ...ours }, delivery);
    if ('problem' in secretKey) return conclude({ at: 'secret key', ...secretKey }, delivery);

    // The ledger claims here: who does not get the claim answers with what became of the first message.
    const outcome = await attempt(delivery, secretKey.value, deadlines);
    // The ledger settles here. Until it exists nothing remembers a key, and a repeated call is a second text.
    return outcome;
  };

/**
 * The handler: all messages of one event at once, outcomes in the order of the entries.
 * Waits for every one before it throws a bug in one of them: what still ran would wake with the next invocation and send.
 * The bug then stands for all; an entrance that takes batches must make it that one entry's outcome first.
 */
export const makeDeliverAll =
  (deliver: Deliver) =>
  async (opened: unknown): Promise<Outcome[]> => {
    const { entries, secrets, deadlines } = opened as Opened;
    const settled = await Promise.allSettled(
      entries.map(async (entry) => ('outcome' in entry ? entry.outcome : deliver(entry.delivery, secrets, deadlines))),
    );
    return settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  };
