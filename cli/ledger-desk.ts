/** What a person may do at the ledger: list what is Unknown, look at one key, settle it. With that person's own rights in AWS. */
import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { failureOf } from '../lambda/io/aws-client.ts';
import { updateItem } from '../lambda/io/update-item.ts';
import type { Item } from '../lambda/ledger/item.ts';
import { settleByHand } from '../lambda/ledger/writes.ts';
import { type Listed, type Listing, listUnknowns, type Table } from './list-unknowns.ts';
import { type Seen, seenOf } from './seen.ts';
import type { Word } from './word.ts';

export type Settled =
  | { settled: Seen }
  /** What stands there now: it is no longer as it was seen. Nothing was written. */
  | { overtakenBy: Seen | undefined }
  /** No answer came: it may be written, or be written yet. */
  | 'lost';

/** All of them reject with what AWS's SDK threw. */
export interface LedgerDesk {
  /** Strongly consistent; undefined where nothing is known under the key. */
  look: (pk: string) => Promise<Seen | undefined>;
  /** Reads the table until it has found so many that stand as Unknown, what this version cannot read included. */
  unknowns: (listing: Listing) => Promise<Listed>;
  /** Writes the word down, if all is still as it was seen. Of two at once one wins. */
  settle: (seen: Item, word: Word) => Promise<Settled>;
}

export const makeLedgerDesk = (table: Table): LedgerDesk => ({
  look: (pk) => look(table, pk),
  unknowns: (listing) => listUnknowns(table, listing),
  settle: (seen, word) => settle(table, seen, word),
});

const look = async ({ client, TableName, now }: Table, pk: string): Promise<Seen | undefined> => {
  const { Item: raw } = await client.send(
    new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead: true }),
  );
  return raw && seenOf(raw, now());
};

const settle = async (table: Table, seen: Item, { state, by, why }: Word): Promise<Settled> => {
  const { client, TableName, now } = table;
  const owner = randomUUID();
  const write = settleByHand(seen, { state, owner, settledBy: by, why }, now());
  try {
    const { Attributes = {} } = await client.send(
      new UpdateItemCommand({ ...updateItem(TableName, write), ReturnValues: 'ALL_NEW' }),
    );
    return { settled: seenOf(Attributes, now()) };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      return look(table, seen.pk).then(
        (found) => (isOwnedBy(owner, found) ? { settled: found } : { overtakenBy: found }),
        () => 'lost',
      );
    if (mayBeWritten(error)) return 'lost';
    throw error;
  }
};

/** Then the answer to our own first try was lost, and the SDK asked again. */
const isOwnedBy = (owner: string, seen: Seen | undefined): seen is Seen =>
  seen !== undefined && seen.item !== 'foreign' && seen.item.owner === owner;

/** Of several tries the last one's refusal says nothing about those before it. */
export const mayBeWritten = (error: unknown): boolean => {
  const { $metadata } = error as { $metadata?: { attempts?: number } };
  return !failureOf(error).isRefusal || ($metadata?.attempts ?? 1) > 1;
};
