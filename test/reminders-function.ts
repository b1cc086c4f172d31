/** The reminders function between real far ends, set up in one line; called as API Gateway and Lambda call it. */
import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import type { Value } from '../lambda/conditional-write.ts';
import { makeQueryingDynamoDb } from '../lambda/io/dynamodb-query.ts';
import { type Level, type Log, permitted } from '../lambda/io/log.ts';
import { readRemindersSettings } from '../lambda/io/reminders-settings.ts';
import { makeSchedulerClient } from '../lambda/io/scheduler.ts';
import { makeSecretsManager } from '../lambda/io/secrets.ts';
import type { Counts, MetricName } from '../lambda/metrics.ts';
import { makeRemindersHandler } from '../lambda/reminders.ts';
import { reminderRoutes, remindersFunction, timings } from '../lambda/wiring.ts';
import { watch } from './canary.ts';
import { httpEvent, type Line, message } from './function.ts';
import { createLedger, createReminders, dynalite, dynamoDbClient } from './peers/dynalite-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import type { OnEnd } from './peers/on-end.ts';
import { startSchedulerPeer } from './peers/scheduler-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

const nearby = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

export const group = 'hottask-messenger-reminders';
export const queueArn = 'arn:aws:sqs:us-east-1:000000000000:hottask-messenger';
export const parkedQueueArn = `${queueArn}-parked`;
export const roleArn = 'arn:aws:iam::000000000000:role/scheduler';

interface Options {
  /** @default all may be texted */
  rules?: object;
  serialNumber?: string;
  timings?: Partial<typeof timings>;
  /** Time left to the invocation. */
  remainingMs?: number;
  secrets?: Parameters<typeof startSecretsPeer>[0];
}

/** When each of these functions begins to live. */
const beginning = Date.parse('2027-02-01T12:00:00Z');

/** A month from then. */
export const inMarch = { At: '2027-03-01T09:00', TimeZone: 'Europe/Berlin', Message: message };

/** An item as DynamoDB has it. */
export const stored = (item: Record<string, Value>) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'string' ? { S: value } : { N: String(value) },
    ]),
  );

interface Asked {
  query?: Record<string, string>;
  headers?: Record<string, string>;
}

export const setUpRemindersFunction = async (options: Options = {}, onEnd: OnEnd = onTestFinished) => {
  const clock = { aheadMs: 0 };
  const startedAt = Date.now();
  const now = () => beginning + Date.now() - startedAt + clock.aheadMs;
  const client = dynamoDbClient(await dynalite());
  onEnd(() => client.destroy());
  const [reminders, ledger] = await Promise.all([createReminders(client), createLedger(client)]);
  const [table, scheduler, secrets] = await Promise.all([
    startLedgerPeer(reminders, onEnd),
    startSchedulerPeer({ group, now }, onEnd),
    startSecretsPeer(options.secrets, onEnd),
  ]);
  const lines: Line[] = [];
  const counted: Counts[] = [];
  const at =
    (level: Level): Log[Level] =>
    (what, fields = {}, counts = {}) => {
      counted.push(counts);
      const line = { level, what, ...permitted(fields) };
      watch(JSON.stringify(line));
      lines.push(line);
    };
  const rules = options.rules ?? { mode: 'live', prefixes: { '+': 'allow' } };
  const settings = readRemindersSettings({
    MESSENGER_SECRET_ID: 'messenger',
    REMINDERS_TABLE: reminders,
    LEDGER_TABLE: ledger,
    SCHEDULE_GROUP: group,
    SCHEDULE_ROLE_ARN: roleArn,
    QUEUE_ARN: queueArn,
    PARKED_QUEUE_ARN: parkedQueueArn,
    HOTTASK_SERIAL_NUMBER: options.serialNumber,
    SEND_RULES: JSON.stringify(rules),
  });
  const handler = makeRemindersHandler(settings, {
    secretsManager: makeSecretsManager({ ...nearby, endpoint: secrets.url }),
    dynamoDb: makeQueryingDynamoDb({ ...nearby, endpoint: table.url }),
    scheduler: makeSchedulerClient({ ...nearby, endpoint: scheduler.url }),
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    now,
    timings: { ...timings, ...options.timings },
  });
  const { remainingMs = remindersFunction.timeoutSeconds * 1_000 } = options;
  const invoke = async (event: unknown) =>
    handler(event, { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => remainingMs } as Context);
  const call = async (event: APIGatewayProxyEventV2) => {
    const answer = (await invoke(event)) as APIGatewayProxyStructuredResultV2;
    watch(JSON.stringify(answer));
    const { statusCode: status, headers = {}, body = '' } = answer;
    return { status, headers, json: JSON.parse(body) };
  };
  const over = (
    route: keyof typeof reminderRoutes,
    body: string,
    key: string | undefined,
    { query, headers }: Asked,
  ) => {
    const { method, path } = reminderRoutes[route];
    const event = { ...httpEvent(body, headers), routeKey: `${method} ${path}` };
    return call({
      ...event,
      ...(query && { queryStringParameters: query }),
      ...(key !== undefined && { pathParameters: { key } }),
    });
  };

  return {
    table,
    /** Names of both. */
    tables: { reminders, ledger },
    scheduler,
    secrets,
    lines,
    /** Moves the function's clock. */
    clock,
    now,
    /** Puts items as they are, many at once. */
    putAll: async (items: ReturnType<typeof stored>[]) => {
      for (let at = 0; at < items.length; at += 25) {
        const batch = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [reminders]: batch } }));
      }
    },
    /** As time to live does: the item is gone. */
    forget: (key: string) =>
      client.send(new DeleteItemCommand({ TableName: reminders, Key: { pk: { S: 'web' }, sk: { S: key } } })),
    goTo: (instant: string) => {
      clock.aheadMs += Date.parse(instant) - now();
    },
    invoke,
    call,
    count: (name: MetricName) => counted.filter((counts) => counts[name] === 1).length,
    put: (key: string, body: unknown = inMarch, asked: Asked = {}) =>
      over('set', typeof body === 'string' ? body : JSON.stringify(body), key, asked),
    patch: (key: string, body: unknown, asked: Asked = {}) =>
      over('move', typeof body === 'string' ? body : JSON.stringify(body), key, asked),
    get: (key: string, asked: Asked = {}) => over('show', '', key, asked),
    remove: (key: string, asked: Asked = {}) => over('cancel', '', key, asked),
    list: (query: Record<string, string> = {}, asked: Asked = {}) => over('list', '', undefined, { query, ...asked }),
  };
};
