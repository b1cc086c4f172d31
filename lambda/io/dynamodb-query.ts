/** DynamoDB with one operation more, for who lists. Apart from the others, so that the send function's start reads none of it. */
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Overrides } from './aws-client.ts';
import { type DynamoDb, dynamoDbOver, makeDynamoDbAsk } from './dynamodb.ts';

export interface QueryingDynamoDb extends DynamoDb {
  /** Asks once, as the others do. `isMore`: behind the last of these items there may be others. */
  query: (input: QueryCommandInput, signal: AbortSignal) => Promise<QueryPage>;
}

export interface QueryPage {
  items: Record<string, AttributeValue>[];
  isMore: boolean;
}

export const makeQueryingDynamoDb = (overrides: Overrides = {}): QueryingDynamoDb => {
  const ask = makeDynamoDbAsk(overrides);
  return {
    ...dynamoDbOver(ask),
    query: async (input, signal) => {
      const { Items = [], LastEvaluatedKey } = await ask('Query', input, signal);
      return { items: Items as QueryPage['items'], isMore: LastEvaluatedKey !== undefined };
    },
  };
};
