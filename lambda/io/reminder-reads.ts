/** Many items of the reminders table at once, each read within its share of the time. Neither read ever rejects. */
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Value } from '../conditional-write.ts';
import type { Timings } from '../wiring.ts';
import { failureOf, persevere } from './aws-client.ts';
import type { QueryingDynamoDb } from './dynamodb-query.ts';
import type { Log } from './log.ts';
import { type Asked, within } from './reminder-items.ts';
import { unmarshal } from './update-item.ts';

/** An item's plain values. */
export type Raw = Record<string, Value>;

export interface ReminderReads {
  /** What a Query finds of one caller's. `isMore`: behind the last one there may be others. */
  query: (
    question: Omit<QueryCommandInput, 'TableName'>,
    asked: Asked,
  ) => Promise<{ raws: Raw[]; isMore: boolean } | 'unreadable'>;
  /** The items of these keys as they are now, by key: at most 100. One that is gone is not among them. */
  items: (keys: string[], asked: Asked) => Promise<Map<string, Raw> | 'unreadable'>;
}

interface Parts {
  dynamoDb: QueryingDynamoDb;
  remindersTable: string;
  timings: Timings;
  log: Log;
  now: () => number;
}

export const makeReminderReads = ({ dynamoDb, remindersTable, timings, log, now }: Parts): ReminderReads => {
  const read = async <Found>(asked: Asked, called: string, once: Once<Found>): Promise<Found | 'unreadable'> => {
    const withinMs = within(timings.reminderWithinMs, asked, now());
    if (withinMs <= 0) return 'unreadable';
    const { found, code } = await persevere(withinMs, async (signal): Promise<Tried<Found>> => {
      try {
        const found = await once(signal);
        return found === 'unfinished' ? { mayRepeat: true, code: 'UnprocessedKeys' } : { found, mayRepeat: false };
      } catch (error) {
        return failureOf(error);
      }
    });
    if (code) log.error(`${called} could not be read`, { code, requestId: asked.requestId });
    return found ?? 'unreadable';
  };

  return {
    query: ({ IndexName, ...question }, asked) => {
      const input = { TableName: remindersTable, ...(IndexName && { IndexName }), ...question };
      return read(asked, IndexName ? `the index ${IndexName} of ${theTable}` : theTable, async (signal) => {
        const { items, isMore } = await dynamoDb.query(input, signal);
        return { raws: items.map(unmarshal), isMore };
      });
    },
    items: async (keys, asked) => {
      const found = new Map<string, Raw>();
      let wanted: Record<string, AttributeValue>[] = keys.map((sk) => ({ pk: { S: asked.caller }, sk: { S: sk } }));
      if (wanted.length === 0) return found;
      return read(asked, theTable, async (signal) => {
        const { items, unprocessed } = await dynamoDb.batchGet(remindersTable, wanted, signal);
        for (const raw of items.map(unmarshal)) found.set(String(raw.sk), raw);
        wanted = unprocessed;
        return wanted.length === 0 ? found : 'unfinished';
      });
    },
  };
};

const theTable = 'the reminders table';

/** `unfinished`: some of it is to be asked for again. */
type Once<Found> = (signal: AbortSignal) => Promise<Found | 'unfinished'>;

interface Tried<Found> {
  found?: Found;
  mayRepeat: boolean;
  code?: string;
}
