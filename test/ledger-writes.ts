/** The writes of the ledger, for test/write-by-write.ts. */
import type { Value } from '../lambda/conditional-write.ts';
import type { Identity } from '../lambda/ledger/identity.ts';
import type { Attribute, Item, ItemState } from '../lambda/ledger/item.ts';
import { claim, giveBack, settle, settleByHand, type Write } from '../lambda/ledger/writes.ts';
import type { Chance } from './chance.ts';
import type { Stored } from './model/table.ts';
import { createLedger } from './peers/dynalite-peer.ts';
import { writeByWrite } from './write-by-write.ts';

/** `start` gives the URL of the DynamoDB. */
export const sameAsTheModel = (start: () => Promise<string>): void =>
  writeByWrite({ start, create: createLedger, someItem, someWrite });

const states: readonly ItemState[] = ['Sending', 'Sent', 'Refused', 'NotSent', 'Unknown'];
const owners = ['A', 'B', 'P'];
const time = (chance: Chance) => 1_700_000_000_000 + chance.below(100_000);

/** Nothing, or an item of which any attribute may be missing, or of a type that we do not write. */
const someItem = (chance: Chance, pk: string): Stored | undefined => {
  if (chance.below(5) === 0) return undefined;
  const whole: Partial<Record<Attribute, Value>> = {
    state: chance.of(states),
    owner: chance.of(owners),
    leaseUntil: time(chance),
    attempts: chance.below(4),
    fingerprint: chance.of(['one', 'other']),
    reply: '{}',
    recipient: 'hash …42',
    caller: '',
    settledAt: time(chance),
    settledBy: 'somebody',
    why: 'looked',
    expiresAt: chance.below(1_000_000),
  };
  const odd: Partial<Record<Attribute, Value>> = { state: 1, owner: 2, fingerprint: 3 };
  const kept = Object.entries(whole).filter(() => chance.below(6) > 0);
  const mixed = kept.map(([name, value]) => [name, chance.below(12) === 0 ? (odd[name as Attribute] ?? value) : value]);
  return { pk, ...Object.fromEntries(mixed) };
};

/** Two of three are meant for the item that is there. */
const someWrite = (chance: Chance, pk: string, before: Stored = { pk }): Write => {
  const fits = <T extends Value>(name: Attribute, values: readonly T[]): T =>
    chance.below(3) > 0 && values.includes(before[name] as T) ? (before[name] as T) : chance.of(values);
  const identity: Identity = {
    pk,
    fingerprint: chance.of(['one', 'other']),
    recipient: 'hash …17',
    scope: 'direct',
    key: 'key',
    requestId: 'r',
  };
  const owner = fits('owner', owners);
  const now = time(chance);
  const seen: Item = {
    pk,
    state: fits('state', states),
    owner: fits('owner', owners),
    leaseUntil: now,
    attempts: 1,
    fingerprint: 'one',
  };
  const unsent = chance.below(2) === 0 ? undefined : seen;
  const claimant = { owner, leaseUntil: now + 30_000 };
  const state = fits('state', ['Sent', 'Refused', 'NotSent', 'Unknown'] as const);
  const word = { state: chance.of(['Sent', 'NotSent'] as const), owner: 'Q', settledBy: 'Q', why: 'looked' };
  return chance.of([
    () => claim(identity, claimant, unsent, now),
    () => giveBack({ ...identity, caller: 'web' }, claimant, unsent, now),
    () => settle(pk, owner, { state, reply: '{"Code":200}' }, now),
    () => settleByHand(seen, word, now),
  ])();
};
