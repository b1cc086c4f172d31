/** What a person may do at the ledger: list what is Unknown, look at one key, settle it. With that person's own rights in AWS. */
import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { failureOf } from '../lambda/io/aws-client.ts';
import { unmarshal, updateItem } from '../lambda/io/update-item.ts';
import { type Foreign, type Item, readItem, type Value } from '../lambda/ledger/item.ts';
import { isLeased, stateOf } from '../lambda/ledger/standing.ts';
import { settleByHand } from '../lambda/ledger/writes.ts';
import { unlessSettled } from './unless-settled.ts';
import type { Word } from './word.ts';

/** What stands under one key. Of a foreign item only what names it. */
export interface Seen {
  pk: string;
  scope?: string;
  key?: string;
  item: Item | Foreign;
  /** Epoch ms; what `state` rests on. */
  seenAt: number;
}

/** Why a person cannot settle it. `decided`: it has an outcome, there is nothing to settle. */
export type WhyNot = 'absent' | 'foreign' | 'in progress' | 'decided';

export interface Page {
  /** In the order of the claims, the newest first; what cannot be read at the end. */
  found: Seen[];
  /** How many items were read for it. */
  read: number;
  /** The pk to go on after; undefined where the whole table was read. */
  next: string | undefined;
}

export interface Listing {
  /** At most so many. */
  limit: number;
  /** A pk. */
  after?: string | undefined;
  onRead?: (read: number, found: number) => void;
}

export type Settled =
  | { settled: Seen }
  /** What stands there now: it is no longer as it was seen. Nothing was written. */
  | { overtakenBy: Seen | undefined }
  /** No answer came: it may be written, or be written yet. */
  | 'lost';

export interface LedgerDesk {
  /** Strongly consistent; undefined where nothing is known under the key. */
  look: (pk: string) => Promise<Seen | undefined>;
  /** Reads the table until it has found `limit` that stand as Unknown, what this version cannot read included. */
  unknowns: (listing: Listing) => Promise<Page>;
  /** Writes the word down, if all is still as it was seen. Of two at once one wins. */
  settle: (seen: Item, word: Word) => Promise<Settled>;
}

export const whyNot = (seen: Seen | undefined): WhyNot | undefined => {
  if (!seen) return 'absent';
  if (seen.item === 'foreign') return 'foreign';
  if (isLeased(seen.item, seen.seenAt)) return 'in progress';
  return stateOf(seen.item, seen.seenAt) === 'Unknown' ? undefined : 'decided';
};

interface Parts {
  client: DynamoDBClient;
  table: string;
  now: () => number;
}

export const makeLedgerDesk = ({ client, table: TableName, now }: Parts): LedgerDesk => {
  const look = async (pk: string): Promise<Seen | undefined> => {
    const { Item: raw } = await client.send(
      new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead: true }),
    );
    return raw && seenOf(raw, now());
  };

  return {
    look,

    unknowns: async ({ limit, after, onRead = () => {} }) => {
      const found: Seen[] = [];
      let [read, next] = [0, after];
      do {
        const seenAt = now();
        const page = await client.send(
          new ScanCommand({
            TableName,
            ConsistentRead: true,
            ...unlessSettled(seenAt),
            ...(next === undefined ? {} : { ExclusiveStartKey: { pk: { S: next } } }),
          }),
        );
        read += page.ScannedCount ?? 0;
        next = page.LastEvaluatedKey?.pk?.S;
        // What came through the filter is judged once more, by the one table that callers are answered from.
        const judged = (page.Items ?? []).map((raw) => seenOf(raw, seenAt));
        found.push(...judged.filter(({ item }) => stateOf(item, seenAt) === 'Unknown'));
        onRead(read, found.length);
      } while (next !== undefined && found.length < limit);
      if (found.length > limit) {
        found.length = limit;
        // A scan may go on after any key, in its own order: the last one that was taken.
        next = found.at(-1)?.pk;
      }
      return { found: found.sort((a, b) => claimedAt(b) - claimedAt(a)), read, next };
    },

    settle: async (seen, { state, by, why }) => {
      const owner = randomUUID();
      const write = settleByHand(seen, { state, owner, settledBy: by, why }, now());
      try {
        const { Attributes = {} } = await client.send(
          new UpdateItemCommand({ ...updateItem(TableName, write), ReturnValues: 'ALL_NEW' }),
        );
        return { settled: seenOf(Attributes, now()) };
      } catch (error) {
        if (!failureOf(error).isRefusal) return 'lost';
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const found = await look(seen.pk);
        // Our own: the answer to the first try was lost, and the SDK asked again.
        const isOurs = found !== undefined && found.item !== 'foreign' && found.item.owner === owner;
        return isOurs ? { settled: found } : { overtakenBy: found };
      }
    },
  };
};

const claimedAt = ({ item }: Seen): number => (item === 'foreign' ? 0 : (item.claimedAt ?? 0));

const seenOf = (raw: Record<string, AttributeValue>, seenAt: number): Seen => {
  const values: Record<string, Value> = unmarshal(raw);
  const { pk, scope, key } = values;
  return {
    pk: String(pk),
    ...(typeof scope === 'string' ? { scope } : {}),
    ...(typeof key === 'string' ? { key } : {}),
    item: readItem(values),
    seenAt,
  };
};
