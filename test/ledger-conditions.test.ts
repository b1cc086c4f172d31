/** What each write of the ledger takes, of all that can stand there, and until when it is kept. */
import { describe, expect, test } from 'vitest';
import type { Identity } from '../lambda/ledger/identity.ts';
import type { Item, ItemState } from '../lambda/ledger/item.ts';
import { claim, giveBack, settle, settleByHand, type Write } from '../lambda/ledger/writes.ts';
import { put } from './model/table.ts';

const now = 1_800_000_000_000;
const pk = 'pk';
const fingerprint = 'fingerprint';
const identity: Identity = { pk, fingerprint, recipient: '…42', scope: 'direct', key: 'key', requestId: 'request' };
const me = { owner: 'me', leaseUntil: now + 30_000 };
const itemOf = (state: ItemState, owner: string): Item => ({
  pk,
  state,
  owner,
  fingerprint,
  leaseUntil: now,
  attempts: 1,
});
const settled = (state: 'Sent' | 'Refused' | 'NotSent' | 'Unknown') => settle(pk, 'me', { state, reply: '{}' }, now);
const word = (seen: Item, state: 'Sent' | 'NotSent') =>
  settleByHand(seen, { state, owner: 'person', settledBy: 'ada', why: 'looked' }, now);

const states: readonly ItemState[] = ['Sending', 'Sent', 'Refused', 'NotSent', 'Unknown'];
const everything: [what: string, item: Item | undefined][] = [
  ['nothing', undefined],
  ...['me', 'other', 'third'].flatMap((owner) =>
    states.map((state): [string, Item] => [`${state} of ${owner}`, itemOf(state, owner)]),
  ),
];

describe('it takes these and no other, or somebody gets two texts, or none', () => {
  test.each<[string, Write, string[]]>([
    ['a claim', claim(identity, me, undefined, now), ['nothing']],
    ['a claim over a NotSent that it read', claim(identity, me, itemOf('NotSent', 'other'), now), ['NotSent of other']],
    ['giving back', giveBack(identity, me, undefined, now), ['nothing', 'Sending of me', 'NotSent of me']],
    [
      'giving back a claim over a NotSent',
      giveBack(identity, me, itemOf('NotSent', 'other'), now),
      ['Sending of me', 'NotSent of me', 'NotSent of other'],
    ],
    ['Sent', settled('Sent'), ['Sending of me', 'Sent of me']],
    ['Refused', settled('Refused'), ['Sending of me', 'Refused of me']],
    ['NotSent', settled('NotSent'), ['Sending of me', 'NotSent of me']],
    ['Unknown', settled('Unknown'), ['Sending of me', 'Unknown of me']],
    ['a person’s word on an Unknown', word(itemOf('Unknown', 'other'), 'NotSent'), ['Unknown of other']],
    ['a person’s word on what was abandoned', word(itemOf('Sending', 'other'), 'Sent'), ['Sending of other']],
  ])('%s', (_write, write, takes) => {
    const taken = everything.filter(([, item]) => put(item && { ...item }, write)).map(([what]) => what);
    expect(taken).toEqual(takes);
  });
});

test.each<[string, Write, Item | undefined, boolean]>([
  ['a claim', claim(identity, me, undefined, now), undefined, false],
  ['a claim given back', giveBack(identity, me, undefined, now), undefined, true],
  ['Sent', settled('Sent'), itemOf('Sending', 'me'), true],
  ['Refused', settled('Refused'), itemOf('Sending', 'me'), true],
  ['NotSent', settled('NotSent'), itemOf('Sending', 'me'), true],
  ['Unknown', settled('Unknown'), itemOf('Sending', 'me'), false],
  ['a person’s Sent', word(itemOf('Unknown', 'other'), 'Sent'), itemOf('Unknown', 'other'), true],
  ['a person’s NotSent', word(itemOf('Unknown', 'other'), 'NotSent'), itemOf('Unknown', 'other'), true],
])(
  '%s: forgotten after 45 days where nothing is left to decide, and never where a person must look',
  (_write, write, item, isForgotten) => {
    expect(put(item && { ...item }, write)?.expiresAt).toBe(isForgotten ? now / 1_000 + 45 * 86_400 : undefined);
  },
);
