/** Every write that the ledger knows. */
import type { Clause as AnyClause, ConditionalWrite, Value } from '../conditional-write.ts';
import type { Identity } from './identity.ts';
import type { Attribute, Item, ItemState } from './item.ts';

/** No write of the ledger compares by size. */
export type Clause = Exclude<AnyClause<Attribute>, { isBelow: number }>;
export type Write = Omit<ConditionalWrite<Attribute>, 'sk' | 'when'> & { when: readonly (readonly Clause[])[] };

/** Who claims, and until when it may send. */
export interface Claimant {
  owner: string;
  /** Epoch ms. */
  leaseUntil: number;
}

/** Longer than any copy of a message can live in AWS's queues, retries and archives. */
const keptSeconds = 45 * 24 * 3_600;

const is = (name: Attribute, ...isOneOf: Value[]): Clause => ({ name, isOneOf });
const neverSeen: Clause = { isAbsent: 'pk' };

/**
 * What a claim takes: nothing, or exactly the NotSent that was read. A copy of a claim that the network held back finds
 * that changed whatever happened meanwhile, since nothing deletes and no owner comes twice: it claims nothing any more.
 */
const unclaimed = (unsent: Item | undefined): Clause[] =>
  unsent ? [is('state', 'NotSent'), is('owner', unsent.owner)] : [neverSeen];

/** Ours alone to send, from now until the lease ends. `unsent` is what stands there and is to be claimed anew. */
export const claim = (
  { pk, isKnownByPk: _, ...identity }: Identity,
  { owner, leaseUntil }: Claimant,
  unsent: Item | undefined,
  now: number,
): Write => ({
  pk,
  when: [unclaimed(unsent)],
  set: { ...identity, state: 'Sending', owner, leaseUntil, claimedAt: now },
  remove: ['reply', 'settledAt', 'settledBy', 'why', 'expiresAt'],
  isClaim: true,
});

/**
 * Takes back a claim of which we do not know whether it was written. Where it was not, it leaves our mark, so that a copy
 * of it that still comes finds it taken back.
 */
export const giveBack = (
  { pk, isKnownByPk: _, ...identity }: Identity,
  { owner, leaseUntil }: Claimant,
  unsent: Item | undefined,
  now: number,
): Write => {
  const mine = is('owner', owner);
  const notYetSettled = is('state', 'Sending', 'NotSent');
  return {
    pk,
    when: [unclaimed(unsent), [mine, notYetSettled]],
    set: { ...identity, owner, leaseUntil, ...settled('NotSent', now) },
    remove: [],
  };
};

/** What became of the message that we claimed. Repeated, it succeeds again. */
export const settle = (
  pk: string,
  owner: string,
  { state, reply }: { state: Exclude<ItemState, 'Sending'>; reply: string },
  now: number,
): Write => ({
  pk,
  when: [[is('owner', owner), is('state', 'Sending', state)]],
  set: { ...settled(state, now), reply },
  remove: [],
});

/** A person's word on an Unknown, given on what that person saw. It takes the ownership, so that nothing later overrules it. */
export const settleByHand = (
  seen: Item,
  { state, owner, settledBy, why }: { state: 'Sent' | 'NotSent'; owner: string; settledBy: string; why: string },
  now: number,
): Write => ({
  pk: seen.pk,
  when: [[is('owner', seen.owner), is('state', seen.state)]],
  set: { ...settled(state, now), owner, settledBy, why },
  remove: ['reply'],
});

/** An Unknown never expires: it waits for a person. */
const settled = (state: Exclude<ItemState, 'Sending'>, now: number) => ({
  state,
  settledAt: now,
  ...(state === 'Unknown' ? {} : { expiresAt: Math.ceil(now / 1_000) + keptSeconds }),
});
