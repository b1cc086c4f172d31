/** How many reminders are still to go out, of all callers or of one: read page by page. What is late may still go out, too. */
import { DynamoDBClient, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshal } from '../lambda/io/update-item.ts';
import { endOf, type When } from '../lambda/reminders/reminder.ts';
import { type Access, asking, optionsFor } from './aws-access.ts';
import { awsClock } from './aws-clock.ts';

/** @param caller only of this one; else the whole table is read */
export const remindersLeft = (TableName: string, access: Access, caller?: string): Promise<number> =>
  asking(new DynamoDBClient(optionsFor(access)), async (client) => {
    const now = awsClock(client);
    const question = {
      TableName,
      ProjectionExpression: '#dueAt, #lateBySeconds, #notAfter',
      FilterExpression: '#state = :active AND attribute_not_exists(#firedAt)',
      ExpressionAttributeNames: {
        ...{ '#state': 'state', '#firedAt': 'firedAt' },
        ...{ '#dueAt': 'dueAt', '#lateBySeconds': 'lateBySeconds', '#notAfter': 'notAfter' },
      },
      ExpressionAttributeValues: { ':active': { S: 'Active' } },
    };
    let left = 0;
    const pages =
      caller === undefined ? paginateScan({ client }, question) : paginateQuery({ client }, ofCaller(question, caller));
    for await (const { Items = [] } of pages)
      left += Items.filter((raw) => now() < endOf(unmarshal(raw) as unknown as When)).length;
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
