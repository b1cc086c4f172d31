/**
 * A caller's reminders by the time at which they go out: first what is due next, then what is over, the latest first. The
 * index gives their order; the table says what each is now, since an index may be a moment behind.
 */
import type { DuePlace } from '../reminders/wish.ts';
import { precisionMs, remindersByDueAt } from '../wiring.ts';
import type { Asked } from './reminder-items.ts';
import type { Look, Row } from './reminder-list.ts';
import type { ReminderReads } from './reminder-reads.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostInBatch = 100;

/** Both halves of the list, in its order. A reminder is due until the minute after its time has passed. */
const toCome = { KeyConditionExpression: 'pk = :pk AND dueAt >= :boundary', ScanIndexForward: true };
const over = { KeyConditionExpression: 'pk = :pk AND dueAt < :boundary', ScanIndexForward: false };

export const lookByDueAt =
  (reads: ReminderReads, now: () => number): Look<DuePlace> =>
  async (after, count, asked) => {
    const boundary = after?.boundary ?? now() - precisionMs;
    const found = await placesFrom(reads, { after, boundary, count }, asked);
    if (found === 'unreadable') return found;
    const { places, isMore } = found;
    // Whole batches alone. A key over one need not be read: it says that the list goes on.
    const read = places.length < mostInBatch ? places : places.slice(0, places.length - (places.length % mostInBatch));
    const rows = await rowsOf(reads, read, asked);
    if (rows === 'unreadable') return rows;
    return { rows, more: read.length < places.length ? 'surely' : isMore ? 'maybe' : 'none' };
  };

interface From {
  after: DuePlace | undefined;
  boundary: number;
  count: number;
}

const placesFrom = async (reads: ReminderReads, { after, boundary, count }: From, asked: Asked) => {
  const places: DuePlace[] = [];
  const isInOver = after !== undefined && after.dueAt < boundary;
  for (const half of isInOver ? [over] : [toCome, over]) {
    const isFirst = half === over ? isInOver : true;
    const found = await reads.query(
      {
        IndexName: remindersByDueAt.index,
        ...half,
        ExpressionAttributeValues: { ':pk': { S: asked.caller }, ':boundary': { N: String(boundary) } },
        ...(after && isFirst && { ExclusiveStartKey: indexKey(after, asked) }),
        Limit: count - places.length,
      },
      asked,
    );
    if (found === 'unreadable') return found;
    for (const { sk, dueAt } of found.raws)
      places.push({ sort: 'DueAt', key: String(sk), dueAt: Number(dueAt), boundary });
    if (found.isMore || places.length === count) return { places, isMore: true };
  }
  return { places, isMore: false };
};

const indexKey = ({ key, dueAt }: DuePlace, { caller }: Asked) => ({
  pk: { S: caller },
  sk: { S: key },
  dueAt: { N: String(dueAt) },
});

const rowsOf = async (reads: ReminderReads, places: DuePlace[], asked: Asked) => {
  const keys = places.map(({ key }) => key);
  const batches = Array.from({ length: Math.ceil(keys.length / mostInBatch) }, (_, at) =>
    reads.items(keys.slice(at * mostInBatch, (at + 1) * mostInBatch), asked),
  );
  const items = await Promise.all(batches);
  return items.includes('unreadable') ? 'unreadable' : places.map((place) => rowOf(place, items as Items[]));
};

type Items = Exclude<Awaited<ReturnType<ReminderReads['items']>>, 'unreadable'>;

/** One that was moved since the index was written is not listed here: it has another place, where it is listed once. */
const rowOf = (place: DuePlace, items: Items[]): Row<DuePlace> => {
  const raw = items.find((found) => found.has(place.key))?.get(place.key);
  return { place, raw: raw?.dueAt === place.dueAt ? raw : undefined };
};
