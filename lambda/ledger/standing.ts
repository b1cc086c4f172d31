/** Where a key stands: the one table that says what an item of the ledger means for who asks with the same key. */
import { maybe, type Outcome, type State } from '../outcome.ts';
import { retryAfterSeconds } from '../wiring.ts';
import type { Foreign, Item } from './item.ts';
import { replay } from './kept-reply.ts';

interface Asker {
  /** Undefined for who knows the item by its pk alone. */
  fingerprint?: string;
  /** Of a claim whose answer may have been lost; undefined for who only asks. */
  owner?: string;
  /** Epoch ms. */
  now: number;
}

export type Standing =
  /** Our own claim: its answer was lost. */
  | 'mine'
  /** Nothing was sent: it may be claimed. */
  | 'free'
  | Outcome;

interface Row {
  item: string;
  when: (item: Item, asker: Asker) => boolean;
  standing: (item: Item, asker: Asker) => Standing;
}

/** No invocation of Lambda lasts longer; a lease that does is none that we wrote, and nobody waits for its end. */
const longestLeaseMs = 3_600_000;

export const isLeased = ({ state, leaseUntil }: Item, now: number): boolean =>
  state === 'Sending' && leaseUntil > now && leaseUntil - now < longestLeaseMs;

const table: readonly Row[] = [
  {
    item: 'ours, under lease',
    when: (item, { owner, now }) => item.owner === owner && isLeased(item, now),
    standing: () => 'mine',
  },
  {
    item: 'of another message',
    when: (item, { fingerprint }) => fingerprint !== undefined && item.fingerprint !== fingerprint,
    standing: () => ({
      state: 'KeyReused',
      why: 'IdempotencyKey was used for another message already (SerialNumber, ToPhoneNumber or Message differ). Nothing was sent for this one: if it is another message, give it a key of its own.',
    }),
  },
  {
    item: 'final',
    when: ({ state }) => state === 'Sent' || state === 'Refused' || state === 'Unknown',
    standing: replay,
  },
  {
    item: 'under way',
    when: (item, { now }) => isLeased(item, now),
    standing: ({ leaseUntil }, { now }) => inProgress(Math.ceil((leaseUntil - now) / 1_000)),
  },
  { item: 'proven unsent', when: ({ state }) => state === 'NotSent', standing: () => 'free' },
  { item: 'abandoned: its lease is over', when: () => true, standing: () => abandoned },
];

/** What a claim whose process died or was stopped leaves behind. */
export const abandoned: Outcome = {
  state: 'Unknown',
  isReplayed: true,
  why: `The process that was sending it ended before it could say what became of it. ${maybe}`,
};

const foreign: Outcome = {
  state: 'Unknown',
  isReplayed: true,
  why: `The ledger holds something under this key that this version cannot read. ${maybe}`,
};

export const inProgress = (retryAfter: number = retryAfterSeconds.usual): Outcome => ({
  state: 'InProgress',
  why: 'A message with this IdempotencyKey is being sent right now. Ask again with the same key to hear what became of it.',
  retryAfter,
});

export const standingOf = (item: Item | Foreign | undefined, asker: Asker): Standing => {
  if (item === undefined) return 'free';
  if (item === 'foreign') return foreign;
  return (table.find(({ when }) => when(item, asker)) as Row).standing(item, asker);
};

/** What the key's own caller is told of it, and a person at the ledger. */
export const stateOf = (item: Item | Foreign, now: number): State => {
  if (item === 'foreign') return 'Unknown';
  if (item.state !== 'Sending') return item.state;
  return isLeased(item, now) ? 'InProgress' : 'Unknown';
};
