/** DynamoDB with two operations more, for who lists. Apart from the others, so that the send function's start reads none of it. */
import type { AttributeValue, BatchGetItemCommandInput, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Overrides } from './aws-client.ts';
import { type DynamoDb, dynamoDbOver, makeDynamoDbAsk } from './dynamodb.ts';

/** Both ask once, as the others do. */
export interface QueryingDynamoDb extends DynamoDb {
  /** `isMore`: behind the last of these items there may be others. */
  query: (input: QueryCommandInput, signal: AbortSignal) => Promise<QueryPage>;
  /** Up to 100 items of one table by their keys, in any order. */
  batchGet: (table: string, keys: StoredItem[], signal: AbortSignal) => Promise<BatchGot>;
}

type StoredItem = Record<string, AttributeValue>;

export interface QueryPage {
  items: StoredItem[];
  isMore: boolean;
}

export interface BatchGot {
  items: StoredItem[];
  /** Keys that DynamoDB did not come to: they are to be asked for again. */
  unprocessed: StoredItem[];
}

export const makeQueryingDynamoDb = (overrides: Overrides = {}): QueryingDynamoDb => {
  const ask = makeDynamoDbAsk(overrides);
  return {
    ...dynamoDbOver(ask),
    query: async (input, signal) => {
      const { Items = [], LastEvaluatedKey } = await ask('Query', input, signal);
      return { items: Items as StoredItem[], isMore: LastEvaluatedKey !== undefined };
    },
    batchGet: async (table, Keys, signal) => {
      const input: BatchGetItemCommandInput = { RequestItems: { [table]: { Keys, ConsistentRead: true } } };
      const { Responses, UnprocessedKeys } = (await ask('BatchGetItem', input, signal)) as BatchGetAnswer;
      return { items: Responses?.[table] ?? [], unprocessed: UnprocessedKeys?.[table]?.Keys ?? [] };
    },
  };
};

interface BatchGetAnswer {
  Responses?: Record<string, StoredItem[]>;
  UnprocessedKeys?: Record<string, { Keys: StoredItem[] }>;
}
