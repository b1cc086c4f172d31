/** How many reminders of callers are still to go out: what the table holds, read page by page. */
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { type Access, asking, optionsFor } from './aws-access.ts';

export const remindersLeft = (TableName: string, access: Access): Promise<number> =>
  asking(new DynamoDBClient(optionsFor(access)), async (client) => {
    const count = {
      TableName,
      Select: 'COUNT' as const,
      FilterExpression: '#state = :active AND #dueAt > :now',
      ExpressionAttributeNames: { '#state': 'state', '#dueAt': 'dueAt' },
      ExpressionAttributeValues: { ':active': { S: 'Active' }, ':now': { N: String(Date.now()) } },
    };
    let left = 0;
    for await (const { Count = 0 } of paginateScan({ client }, count)) left += Count;
    return left;
  });
