/** The ledger on the wire: runs the steps of ledger/protocol.ts against one DynamoDB table, each within its share of time. */
import { randomUUID } from 'node:crypto';
import type { Attempted } from '../attempts.ts';
import type { Deadlines } from '../deadlines.ts';
import type { Delivery } from '../delivery.ts';
import type { Identity } from '../ledger/identity.ts';
import { readItem } from '../ledger/item.ts';
import { keptOf } from '../ledger/kept-reply.ts';
import { type Ask, type Claimed, claiming, type Found, recalling, type Steps, settling } from '../ledger/protocol.ts';
import type { Outcome } from '../outcome.ts';
import type { Timings } from '../wiring.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Log } from './log.ts';
import { playSteps } from './play-steps.ts';
import { makeTable } from './table.ts';

/** The claim that we hold. */
export interface Claim {
  isMine: true;
  pk: string;
  owner: string;
}

export interface Ledger {
  /** Ours to send, or what the key stands for; `unreachable` where the ledger could not be asked. Never rejects, nor do the others. */
  claim: (identity: Identity, deadlines: Deadlines) => Promise<Claim | Exclude<Claimed, { isMine: true }>>;
  /** What became of the message under this key; `unknown key` where there was none, `unreachable` as above. */
  recall: (identity: Identity, deadlines: Deadlines) => Promise<{ outcome: Outcome } | 'unknown key' | 'unreachable'>;
  /** Writes down what became of it. Reports where it could not: the lease then makes it Unknown. */
  settle: (claim: Claim, delivery: Delivery, attempted: Attempted, deadlines: Deadlines) => Promise<void>;
  /** The item as it is, for who asks after it. */
  look: (inquiry: Inquiry, deadlines: Deadlines) => Promise<Found>;
}

/** What became of the message with this pk? */
export interface Inquiry {
  pk: string;
  /** Of the event that asks. */
  requestId: string;
}

interface Parts {
  dynamoDb: DynamoDb;
  table: string;
  timings: Timings;
  log: Log;
  now: () => number;
}

export const makeLedger = ({ dynamoDb, table, timings, log, now }: Parts): Ledger => {
  const onTable = makeTable({ dynamoDb, table, called: 'the ledger', log });
  const shares = {
    claim: timings.claimWithinMs,
    recall: timings.recallWithinMs,
    settle: timings.settleWithinMs,
  } satisfies Record<Ask['step'], number>;

  const within = (step: Ask['step'], { endsAt }: Deadlines) => Math.min(shares[step], endsAt - now());

  const run = <Result>(steps: Steps<Result>, requestId: string, deadlines: Deadlines): Promise<Result> =>
    playSteps(steps, (ask) => {
      const withinMs = within(ask.step, deadlines);
      return 'write' in ask ? onTable.write(ask.write, requestId, withinMs) : read(ask.pk, requestId, withinMs);
    });

  const read = async (pk: string, requestId: string, withinMs: number): Promise<Found> => {
    const found = await onTable.read({ pk }, requestId, withinMs);
    if (found === 'unreadable') return found;
    const item = found.raw && readItem(found.raw);
    if (item === 'foreign')
      log.error('the ledger holds an item that this version cannot read: nothing is sent under its key', { requestId });
    return { item };
  };

  return {
    claim: async (identity, deadlines) => {
      const owner = randomUUID();
      const me = { owner, leaseUntil: deadlines.leaseUntil };
      const claimed = await run(claiming(identity, me, now), identity.requestId, deadlines);
      return claimed !== 'unreachable' && claimed.isMine ? { isMine: true, pk: identity.pk, owner } : claimed;
    },
    recall: (identity, deadlines) => run(recalling(identity, now), identity.requestId, deadlines),
    settle: async ({ pk, owner }, { message, requestId }, { outcome, secretKey }, deadlines) => {
      const kept = keptOf(outcome, message, secretKey.text);
      const written = await run(settling(pk, owner, kept, now), requestId, deadlines);
      if (written === 'done') return;
      const instead =
        written === 'condition failed' ? 'somebody else settled it meanwhile' : 'its lease makes it Unknown';
      log.error(`the outcome is not in the ledger: ${instead}`, { state: kept.state, requestId });
    },
    look: ({ pk, requestId }, deadlines) => read(pk, requestId, within('recall', deadlines)),
  };
};
