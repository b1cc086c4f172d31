/** How many reminders of callers are still to go out: the whole table, read page by page. What is late may still go out, too. */
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { leastLateBySeconds } from '../lambda/wiring.ts';
import { type Access, asking, optionsFor } from './aws-access.ts';

export const remindersLeft = (TableName: string, access: Access): Promise<number> =>
  asking(new DynamoDBClient(optionsFor(access)), async (client) => {
    const count = {
      TableName,
      Select: 'COUNT' as const,
      FilterExpression: '#state = :active AND #dueAt > :late AND attribute_not_exists(#firedAt)',
      ExpressionAttributeNames: { '#state': 'state', '#dueAt': 'dueAt', '#firedAt': 'firedAt' },
      ExpressionAttributeValues: {
        ':active': { S: 'Active' },
        ':late': { N: String(Date.now() - leastLateBySeconds * 1_000) },
      },
    };
    let left = 0;
    for await (const { Count = 0 } of paginateScan({ client }, count)) left += Count;
    return left;
  });
