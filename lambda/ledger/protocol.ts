/**
 * The steps of a claim, a recall and a settle, one question to the table after the other. Pure: each step yields what it
 * asks and is told what was heard, so that io/ledger.ts runs it on the wire and the model through every possible answer.
 */
import type { Written } from '../conditional-write.ts';
import type { Outcome } from '../outcome.ts';
import type { Identity } from './identity.ts';
import type { Foreign, Item } from './item.ts';
import { inProgress, standingOf } from './standing.ts';
import { type Claimant, claim, giveBack, settle, type Write } from './writes.ts';

/** What a step asks of the table. `step` names the share of time that it gets. */
export type Ask = { step: 'claim' | 'settle'; write: Write } | { step: 'recall'; pk: string };

export type Found = { item: Item | Foreign | undefined } | 'unreadable';

export type Steps<Result> = Generator<Ask, Result, Written | Found>;

/** `unreachable`: the ledger could not be asked, and we hold no claim. */
export type Claimed = { isMine: true } | { isMine: false; outcome: Outcome } | 'unreachable';

const mostClaims = 3;

export function* claiming(identity: Identity, me: Claimant, now: () => number): Steps<Claimed> {
  let unsent: Item | undefined;
  for (let claims = 1; claims <= mostClaims; claims += 1) {
    const written = yield* write('claim', claim(identity, me, unsent, now()));
    if (written === 'done') return { isMine: true };
    if (written === 'refused') return 'unreachable';
    const found = written === 'lost' ? 'unreadable' : yield* read(identity.pk);
    if (found === 'unreadable') {
      // It may be ours without our knowing. Nothing was posted, so this must not end as Unknown.
      yield* write('settle', giveBack(identity, me, unsent, now()));
      return 'unreachable';
    }
    const standing = standingOf(found.item, { ...comparedOf(identity), owner: me.owner, now: now() });
    if (standing === 'mine') return { isMine: true };
    if (standing !== 'free') return { isMine: false, outcome: standing };
    unsent = found.item as Item | undefined;
  }
  return { isMine: false, outcome: inProgress() };
}

/** What a refusal asks first: the outcome under this key, `unknown key` where it has none, `unreachable` where nobody can say. */
export function* recalling(
  identity: Identity,
  now: () => number,
): Steps<{ outcome: Outcome } | 'unknown key' | 'unreachable'> {
  const found = yield* read(identity.pk);
  if (found === 'unreadable') return 'unreachable';
  const standing = standingOf(found.item, { ...comparedOf(identity), now: now() });
  return standing === 'free' || standing === 'mine' ? 'unknown key' : { outcome: standing };
}

/** Where it is not done, the lease makes it Unknown; or, where the condition failed, somebody settled it meanwhile. */
export function* settling(
  pk: string,
  owner: string,
  kept: Parameters<typeof settle>[2],
  now: () => number,
): Steps<Written> {
  return yield* write('settle', settle(pk, owner, kept, now()));
}

const comparedOf = ({ isKnownByPk, fingerprint }: Identity) => (isKnownByPk ? {} : { fingerprint });

function* write(step: 'claim' | 'settle', what: Write): Generator<Ask, Written, Written | Found> {
  return (yield { step, write: what }) as Written;
}

function* read(pk: string): Generator<Ask, Found, Written | Found> {
  return (yield { step: 'recall', pk }) as Found;
}
