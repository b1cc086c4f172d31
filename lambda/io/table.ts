/** One DynamoDB table on the wire: a write or a read, asked again while its share of time lasts. Neither ever rejects. */
import type { ConditionalWrite, Value, Written } from '../conditional-write.ts';
import { failureOf, persevere } from './aws-client.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Log } from './log.ts';
import { unmarshal, updateItem } from './update-item.ts';

/** The item's plain values, undefined where there is none. */
export type Found = { raw: Record<string, Value> | undefined } | 'unreadable';

export interface Table {
  write: <Name extends string>(what: ConditionalWrite<Name>, requestId: string, withinMs: number) => Promise<Written>;
  read: (key: { pk: string; sk?: string }, requestId: string, withinMs: number) => Promise<Found>;
}

interface Parts {
  dynamoDb: DynamoDb;
  /** Name or ARN. */
  table: string;
  /** As the log calls it. */
  called: string;
  log: Log;
}

export const makeTable = ({ dynamoDb, table, called, log }: Parts): Table => ({
  write: async (what, requestId, withinMs) => {
    // Who slept until AWS had to end it writes nothing more: others have concluded what became of it.
    if (withinMs <= 0) return 'refused';
    const input = updateItem(table, what);
    // One try that got no answer may have been written, whatever the next ones hear.
    let mayBeWritten = false;
    const { written, code } = await persevere(withinMs, async (signal): Promise<Tried> => {
      try {
        await dynamoDb.updateItem(input, signal);
        return { written: 'done', mayRepeat: false };
      } catch (error) {
        const { code, isRefusal, mayRepeat } = failureOf(error);
        if (code === 'ConditionalCheckFailedException') return { written: 'condition failed', mayRepeat: false };
        mayBeWritten ||= !isRefusal;
        return { written: mayBeWritten ? 'lost' : 'refused', mayRepeat, code };
      }
    });
    if (code) log.error(`${called} could not be written`, { code, requestId });
    return written;
  },

  read: async ({ pk, sk }, requestId, withinMs) => {
    if (withinMs <= 0) return 'unreadable';
    const Key = { pk: { S: pk }, ...(sk === undefined ? {} : { sk: { S: sk } }) };
    const { found, code } = await persevere(withinMs, async (signal): Promise<Looked> => {
      try {
        const item = await dynamoDb.getItem({ TableName: table, Key, ConsistentRead: true }, signal);
        return { found: { raw: item && unmarshal(item) }, mayRepeat: false };
      } catch (error) {
        const { code, mayRepeat } = failureOf(error);
        return { found: 'unreadable', mayRepeat, code };
      }
    });
    if (code) log.error(`${called} could not be read`, { code, requestId });
    return found;
  },
});

interface Tried {
  written: Written;
  mayRepeat: boolean;
  /** AWS's own name for what went wrong. */
  code?: string;
}

interface Looked {
  found: Found;
  mayRepeat: boolean;
  code?: string;
}
