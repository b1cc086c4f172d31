/** DynamoDB in this process, played by dynalite, and empty tables in it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLedgerTable, createRemindersTable, type DynamoDb, makeDynamoDb } from '../../sandbox/aws/dynamodb.ts';
import type { Answered } from '../../sandbox/aws/sqs-sns.ts';

export const dynamoDbClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A busy machine may need long for a connection; the function's own patience is not what is tried here.
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, throwOnRequestTimeout: true, httpAgent: { keepAlive: false } },
  });

let started: Promise<{ url: string; dynamoDb?: DynamoDb }> | undefined;
const theOne = () => {
  started ??= process.env.TEST_DYNAMODB ? Promise.resolve({ url: process.env.TEST_DYNAMODB }) : start();
  return started;
};

/** The URL of the one dynalite of this process, which ends with it; or of the DynamoDB that TEST_DYNAMODB names. */
export const dynalite = async (): Promise<string> => (await theOne()).url;

/** Hands one request on to DynamoDB, as often as it is called; to dynalite without a socket more, which would take as long as the work itself. */
export const handOn = async (headers: IncomingHttpHeaders, body: string): Promise<Answered> => {
  const { url, dynamoDb } = await theOne();
  if (dynamoDb) return dynamoDb.exchange({ method: 'POST', url: '/', headers }, body);
  const kept = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name));
  const answer = await fetch(url, {
    method: 'POST',
    headers: kept.map(([name, value]) => [name, String(value)]),
    body,
  });
  const type = { 'content-type': String(answer.headers.get('content-type')) };
  return { status: answer.status, headers: type, text: await answer.text() };
};

const ofTheConnection = new Set(['connection', 'content-length', 'host']);

const start = async () => {
  const dynamoDb = makeDynamoDb();
  const server = createServer(async (request, response) =>
    dynamoDb.answer(request, await buffer(request), response),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, dynamoDb };
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
