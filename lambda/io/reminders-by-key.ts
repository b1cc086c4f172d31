/** A caller's reminders in the order of their keys: one consistent Query a look. */
import type { KeyPlace } from '../reminders/wish.ts';
import type { Look } from './reminder-list.ts';
import type { ReminderReads } from './reminder-reads.ts';

export const lookByKey =
  (reads: ReminderReads): Look<KeyPlace> =>
  async (after, count, asked) => {
    const pk = { S: asked.caller };
    const found = await reads.query(
      {
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ...(after && { ExclusiveStartKey: { pk, sk: { S: after.key } } }),
        Limit: count,
      },
      asked,
    );
    if (found === 'unreadable') return found;
    const rows = found.raws.map((raw) => ({ raw, place: { sort: 'Key' as const, key: String(raw.sk) } }));
    return { rows, more: found.isMore ? 'maybe' : 'none' };
  };
