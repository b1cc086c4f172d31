/** All that stands as Unknown, found by reading the whole table page by page. */
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { stateOf } from '../lambda/ledger/standing.ts';
import { type Seen, seenOf } from './seen.ts';
import { unlessSettled } from './unless-settled.ts';

/** A ledger, and by which clock it is read. */
export interface Table {
  client: DynamoDBClient;
  TableName: string;
  now: () => number;
}

export interface Listing {
  /** At most so many. */
  limit: number;
  /** A pk: goes on behind it. */
  after?: string | undefined;
  onRead?: (read: number, found: number) => void;
}

export interface Listed {
  /** The newest claim first; what this version cannot read at the end. */
  found: Seen[];
  /** How many items were read for it. */
  read: number;
  /** The pk to go on after; undefined where the table was read to its end. */
  next: string | undefined;
}

export const listUnknowns = async (table: Table, { limit, after, onRead = () => {} }: Listing): Promise<Listed> => {
  const found: Seen[] = [];
  let [read, next] = [0, after];
  do {
    const page = await readPage(table, next);
    read += page.read;
    next = page.next;
    found.push(...page.found);
    onRead(read, found.length);
  } while (next !== undefined && found.length < limit);
  if (found.length > limit) {
    found.length = limit;
    // A scan may go on after any key, in its own order: the last one that was taken.
    next = found.at(-1)?.pk;
  }
  return { found: found.sort((a, b) => claimedAt(b) - claimedAt(a)), read, next };
};

const readPage = async ({ client, TableName, now }: Table, after: string | undefined): Promise<Listed> => {
  const page = await client.send(
    new ScanCommand({
      TableName,
      ConsistentRead: true,
      ...unlessSettled,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: { S: after } } }),
    }),
  );
  const seenAt = now();
  // What came through the filter is judged once more, by the table that callers are answered from.
  const judged = (page.Items ?? []).map((raw) => seenOf(raw, seenAt));
  return {
    found: judged.filter(({ item }) => stateOf(item, seenAt) === 'Unknown'),
    read: page.ScannedCount ?? 0,
    next: page.LastEvaluatedKey?.pk?.S,
  };
};

const claimedAt = ({ item }: Seen): number => (item === 'foreign' ? 0 : (item.claimedAt ?? 0));
