/** The send function between real far ends, set up in one line; called as API Gateway and Lambda call it. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type DynamoDb, makeDynamoDb } from '../lambda/io/dynamodb.ts';
import { type Fields, type Level, type Log, permitted } from '../lambda/io/log.ts';
import { makeSqs } from '../lambda/io/parked.ts';
import { makeSecretsManager } from '../lambda/io/secrets.ts';
import { readSettings } from '../lambda/io/settings.ts';
import type { Counts, MetricName } from '../lambda/metrics.ts';
import { makeHandler } from '../lambda/send.ts';
import { inquiryRoute, sendRoute, timings } from '../lambda/wiring.ts';
import { canary, watch } from './canary.ts';
import { createLedger, dynalite, dynamoDbClient } from './peers/dynalite-peer.ts';
import { parkedQueue } from './peers/parked-queue.ts';

export const message = {
  SerialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx',
  ToPhoneNumber: canary.number,
  Message: canary.text,
};

interface FarEnds {
  hottask: { url: string };
  secrets: { url: string };
  /** @default an empty one of its own */
  ledger?: { url: string; table: string };
  /** Name of the table, beside the ledger. @default one that is not there: no reminder of a caller's own fires */
  reminders?: string;
  /** URL of the queue. @default one that this process's functions share */
  parked?: string;
  /** @default all may be texted, without a breaker: a test's second Unknown must not change its fourth */
  rules?: object;
  serialNumber?: string;
  /** Time left to the invocation. */
  remainingMs?: number;
  timings?: Partial<typeof timings>;
  /** As on Lambda. @default false */
  readsAhead?: boolean;
}

export interface Line extends Fields {
  level: Level;
  what: string;
}

const nearby = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

const dynamoDbAt = (endpoint: string) => makeDynamoDb({ ...nearby, endpoint });

export const makeFunction = ({
  hottask,
  secrets,
  ledger,
  reminders = 'reminders',
  parked,
  rules,
  serialNumber,
  remainingMs = 20_000,
  readsAhead = false,
  ...options
}: FarEnds) => {
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
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const settingsWith = (table: string, parkedUrl: string) =>
    readSettings({
      HOTTASK_URL: hottask.url,
      HOTTASK_SECRET_ID: 'hottask',
      MESSENGER_SECRET_ID: 'messenger',
      LEDGER_TABLE: table,
      REMINDERS_TABLE: reminders,
      PARKED_QUEUE_URL: parkedUrl,
      HOTTASK_SERIAL_NUMBER: serialNumber,
      SEND_RULES: JSON.stringify(rules ?? { mode: 'live', prefixes: { '+': 'allow' }, breakerAfter: 0 }),
    });
  const handlerWith = async (table: string, dynamoDb: DynamoDb) =>
    makeHandler(settingsWith(table, parked ?? (await parkedQueue())), {
      secretsManager: makeSecretsManager({ ...nearby, endpoint: secrets.url }),
      dynamoDb,
      sqs: makeSqs(nearby),
      log: { info: at('info'), warn: at('warn'), error: at('error') },
      now,
      timings: { ...timings, ...options.timings },
      readsAhead,
    });
  const ownLedger = async () => {
    const url = await dynalite();
    return handlerWith(await createLedger(dynamoDbClient(url)), dynamoDbAt(url));
  };
  const ready = ledger ? handlerWith(ledger.table, dynamoDbAt(ledger.url)) : ownLedger();
  ready.catch(() => {}); // told by the first call
  const over = async (event: APIGatewayProxyEventV2) => {
    const answer = (await handler(event)) as APIGatewayProxyStructuredResultV2;
    const { statusCode: status, headers = {}, body: text = '' } = answer;
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
    // Only HotTask's answer to a first Sent may quote the message.
    const isHotTasksOwn = status === 200 && json.State === undefined && !('idempotent-replayed' in headers);
    if (!isHotTasksOwn) watch(JSON.stringify(answer));
    return { status, headers, text, json };
  };
  const handler = async (event: unknown) => (await ready)(event, context());
  const context = () => ({ awsRequestId: randomUUID(), getRemainingTimeInMillis: () => remainingMs }) as Context;

  return {
    lines,
    /** How often this was counted. */
    count: (name: MetricName) => counted.filter((counts) => counts[name] === 1).length,
    /** In seconds, in the order of the attempts. */
    attemptAges: () => counted.flatMap(({ AttemptAge }) => AttemptAge ?? []),
    /** Moves the function's clock; the sockets' time stays as it is. */
    clock,
    now,
    /** The rows of the table in outcome.ts that the attempts met. */
    facts: () => lines.flatMap(({ what, fact }) => (what === 'concluded' && fact ? [fact] : [])),
    /** One HTTP call; `headers` in lowercase. */
    post: async (body: object = message, headers: Record<string, string> = {}) => {
      const answer = await over(httpEvent(JSON.stringify(body), headers));
      return { ...answer, state: answer.json.State ?? 'Sent' };
    },
    /** Asks over HTTP what became of a message. */
    ask: (queryStringParameters: Record<string, string>, headers: Record<string, string> = {}) => {
      const event = httpEvent('', headers);
      const routeKey = `${inquiryRoute.method} ${inquiryRoute.path}`;
      return over({ ...event, routeKey, rawPath: inquiryRoute.path, queryStringParameters });
    },
    /** One direct invocation; an error is thrown as Lambda's runtime would see it. */
    invoke: async (event: unknown) => {
      try {
        return await handler(event);
      } catch (error) {
        watch((error as Error).stack ?? '');
        throw error;
      }
    },
  };
};

export const httpEvent = (body: string, headers: Record<string, string> = {}): APIGatewayProxyEventV2 => {
  const { method, path } = sendRoute;
  const routeKey = `${method} ${path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { authorization: canary.callerKey, 'content-type': 'application/json', ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test.example',
      domainPrefix: 'test',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: new Date(0).toISOString(),
      timeEpoch: 0,
    },
    body,
    isBase64Encoded: false,
  };
};
