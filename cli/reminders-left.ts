/** How many reminders are still to go out, of all callers or of one: read page by page. What is late may still go out, too. */
import { DynamoDBClient, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { leastLateBySeconds } from '../lambda/wiring.ts';
import { type Access, asking, optionsFor } from './aws-access.ts';

/** @param caller only of this one; else the whole table is read */
export const remindersLeft = (TableName: string, access: Access, caller?: string): Promise<number> =>
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
    const pages =
      caller === undefined ? paginateScan({ client }, count) : paginateQuery({ client }, ofCaller(count, caller));
    for await (const { Count = 0 } of pages) left += Count;
    return left;
  });

/** The same question, of one caller's part of the table. */
export const ofCaller = <
  Question extends { ExpressionAttributeNames: Record<string, string>; ExpressionAttributeValues: object },
>(
  question: Question,
  caller: string,
) => ({
  ...question,
  KeyConditionExpression: '#pk = :pk',
  ExpressionAttributeNames: { ...question.ExpressionAttributeNames, '#pk': 'pk' },
  ExpressionAttributeValues: { ...question.ExpressionAttributeValues, ':pk': { S: caller } },
});
