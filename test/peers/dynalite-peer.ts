/** DynamoDB in this process, played by dynalite, and empty tables in it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLedgerTable, createRemindersTable, makeDynamoDb } from '../../sandbox/aws/dynamodb.ts';

export const dynamoDbClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A busy machine may need long for a connection; the function's own patience is not what is tried here.
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true, httpAgent: { keepAlive: false } },
  });

let started: Promise<string> | undefined;

/** The URL of the one dynalite of this process, which ends with it; or of the DynamoDB that TEST_DYNAMODB names. */
export const dynalite = (): Promise<string> => {
  started ??= process.env.TEST_DYNAMODB ? Promise.resolve(process.env.TEST_DYNAMODB) : start();
  return started;
};

const start = async (): Promise<string> => {
  const dynamoDb = makeDynamoDb();
  const server = createServer(async (request, response) =>
    dynamoDb.answer(request, await buffer(request), response),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A new, empty ledger; gives its table's name. */
export const createLedger = async (client: DynamoDBClient): Promise<string> => {
  const table = `ledger-${randomUUID()}`;
  await createLedgerTable(client, table);
  return table;
};

/** A new, empty table of reminders; gives its name. */
export const createReminders = async (client: DynamoDBClient): Promise<string> => {
  const table = `reminders-${randomUUID()}`;
  await createRemindersTable(client, table);
  return table;
};
