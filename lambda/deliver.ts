import type { Attempt } from './attempts.ts';
import type { Breaker } from './breaker.ts';
import type { Conclude } from './conclude.ts';
import type { Deadlines } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { Ledger } from './io/ledger.ts';
import type { Reminders } from './io/reminders.ts';
import type { Secrets } from './io/secrets.ts';
import { identityOf } from './ledger/identity.ts';
import type { Outcome } from './outcome.ts';
import { callerGone, type StandingOfCaller } from './reminders/caller.ts';
import { type Rules, refuse } from './rules.ts';
import { clockSkewMs } from './wiring.ts';

interface Parts {
  rules: Rules;
  ledger: Ledger;
  reminders: Pick<Reminders, 'take'>;
  standingOfCaller: StandingOfCaller;
  breaker: Breaker;
  attempt: Attempt;
  conclude: Conclude;
  now: () => number;
}

export type Deliver = (delivery: Delivery, secrets: Secrets, deadlines: Deadlines) => Promise<Outcome>;

/**
 * Sends one message at most once. Always returns an Outcome; it throws only on a bug of ours, and the lease then makes
 * its claim Unknown. All that can fail harmlessly comes before the claim: from it on, "nobody knows" is a possible answer.
 */
export const makeDeliver =
  ({ rules, ledger, reminders, standingOfCaller, breaker, attempt, conclude, now }: Parts): Deliver =>
  async (delivery, { ours, secretKey }, deadlines) => {
    // Its caller was told when: it waits on the queue until then, and may still be cancelled.
    if (isEarly(delivery, now())) return conclude({ at: 'reminder', problem: 'early' }, delivery);
    const refusal = refuse(rules, delivery, now());
    if (refusal && (refusal.state === 'Invalid' || delivery.message.DryRun)) return refusal;
    if ('problem' in ours) return conclude({ at: 'our secret', ...ours }, delivery);
    const identity = identityOf(delivery, ours.value.pepper);

    // A key that is known answers with its own outcome: who lost our "Sent" must not hear "not sent". Under a reminder's key
    // another text is that of another revision, due at the same time, which its caller has replaced. Where it only reads so
    // (the default SerialNumber was changed meanwhile), the ledger keeps what became of it.
    const unlessKnown = async (refuseIt: () => Outcome): Promise<Outcome> => {
      const known = await ledger.recall(identity, deadlines);
      if (known === 'unreachable') return conclude({ at: 'ledger' }, delivery);
      if (known === 'unknown key') return refuseIt();
      return delivery.firing && known.outcome.state === 'KeyReused' ? cancelled.moved : known.outcome;
    };
    if (refusal) return unlessKnown(() => refusal);
    if ('problem' in secretKey) return unlessKnown(() => conclude({ at: 'secret key', ...secretKey }, delivery));

    if (now() >= deadlines.lastWriteAt) return unlessKnown(() => conclude({ at: 'deadline' }, delivery));

    const caller = await standingOfCaller(delivery, ours.value, deadlines);
    if (typeof caller === 'object') return unlessKnown(() => conclude(caller, delivery));
    if (caller !== 'known') return unlessKnown(() => (caller === 'gone' ? callerGone : cancelled[caller]));

    const pass = breaker.enter();
    if ('retryAfter' in pass) return unlessKnown(() => conclude({ at: 'breaker', ...pass }, delivery));
    try {
      const taken = delivery.firing ? await reminders.take(delivery.firing, delivery.requestId, deadlines) : 'mine';
      if (taken === 'unreachable' || taken === 'not yet' || taken === 'edited')
        return unlessKnown(() => conclude({ at: 'reminder', problem: taken }, delivery));
      if (taken !== 'mine') return unlessKnown(() => cancelled[taken]);
      const claim = await ledger.claim(identity, deadlines);
      if (claim === 'unreachable') return conclude({ at: 'ledger' }, delivery);
      if (!claim.isMine) return claim.outcome; // sent, refused, unknown or under way: the same answer as the first time

      const attempted = await attempt(delivery, secretKey.value, deadlines);
      pass.heard(attempted.heard);
      await ledger.settle(claim, delivery, attempted, deadlines);
      return attempted.outcome;
    } finally {
      pass.leave();
    }
  };

const isEarly = ({ firing }: Delivery, now: number): boolean =>
  firing?.dueAt !== undefined && now < firing.dueAt - clockSkewMs;

const cancelled = {
  cancelled: { state: 'Cancelled', why: 'The reminder was cancelled: nothing was sent.' },
  moved: { state: 'Cancelled', why: 'The reminder was changed after this one was set: nothing was sent.' },
} as const satisfies Record<'cancelled' | 'moved', Outcome>;
