/** Every event that AWS publishes as an example (test/aws-events/SOURCES.tsv): what it does as it is, and with our message in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sendRoute } from '../lambda/wiring.ts';
import { canary, watch } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { startHotTaskPeer } from './peers/hottask-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

interface Event {
  [name: string]: unknown;
  Records?: Event[];
}

const folder = join(import.meta.dirname, 'aws-events');
/** A published template (`sam local generate-event`) is filled with words. */
const read = (kind: string, file: string): Event =>
  JSON.parse(readFileSync(join(folder, kind, file), 'utf8').replace(/\{\{\{\w+\}\}\}/g, 'word'));
const all = (kind: string): [string, Event][] =>
  readdirSync(join(folder, kind)).map((file) => [file, read(kind, file)]);

const source = readFileSync(join(folder, 'SOURCES.tsv'), 'utf8');

/** @param at what time it is, since the published events are years old */
const setUp = async (at = Date.now()) => {
  const hottask = await startHotTaskPeer();
  const fn = makeFunction({ hottask, secrets: await startSecretsPeer() });
  fn.clock.aheadMs = at - Date.now();
  const invoke = (event: unknown): Promise<unknown> => fn.invoke(event).catch((error: Error) => error);
  return { hottask, fn, invoke };
};

const at = (time: unknown): number => new Date(/^\d+$/.test(String(time)) ? Number(time) : String(time)).getTime();
const states = (fn: Awaited<ReturnType<typeof setUp>>['fn']) =>
  fn.lines.flatMap(({ what, state }) => (what === 'outcome' ? [state] : []));

test('each file names where it comes from, and its licence', () => {
  const files = readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.json'));
  const named = source
    .split('\n')
    .slice(2)
    .filter(Boolean)
    .map((line) => line.split('\t'));
  expect(named.map(([file]) => file).sort()).toEqual(files.map(String).sort());
  expect(new Set(named.map((columns) => columns[4]))).toEqual(new Set(['Apache-2.0', 'MIT-0']));
});

describe('HTTP API, payload 2.0', () => {
  const events = all('http-api').filter(([file]) => file !== 'typescript-invalid.json'); // that one is payload 1.0

  test.each(events)('%s: a stranger is answered 401 in HotTask’s envelope', async (_file, event) => {
    const { hottask, invoke } = await setUp();
    expect(await invoke(event)).toMatchObject({ statusCode: 401, body: expect.stringContaining('"Unauthorized"') });
    expect(hottask.posts).toEqual([]);
  });

  test.each(events)('%s: our message in it is sent once', async (_file, event) => {
    const { hottask, invoke } = await setUp();
    const body = JSON.stringify(message);
    const ours = {
      ...event,
      routeKey: `${sendRoute.method} ${sendRoute.path}`,
      headers: { authorization: canary.callerKey, 'content-type': 'application/json' },
      body: event.isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    };
    expect(await invoke(ours)).toMatchObject({ statusCode: 200 });
    expect(await invoke(ours)).toMatchObject({ statusCode: 200, headers: { 'idempotent-replayed': 'true' } });
    expect(hottask.posts).toHaveLength(1);
  });
});

describe('EventBridge', () => {
  // A dashboard's own event stands among them; it is none of EventBridge.
  const events = all('eventbridge').filter(([, event]) => 'detail-type' in event);
  test.each(events)('%s: nothing is sent; our message in it is sent once', async (_file, event) => {
    const { hottask, invoke } = await setUp(at(event.time));
    expect(await invoke(event)).toMatchObject({
      name: 'InvalidMessage',
      message: expect.stringMatching(/event's detail|is required/),
    });
    expect(hottask.posts).toEqual([]);
    const ours = { ...event, detail: message };
    expect(JSON.stringify(await invoke(ours))).toContain('"Success":true');
    expect(JSON.stringify(await invoke(ours))).toContain('"Success":true');
    expect(hottask.posts).toHaveLength(1);
  });
});

describe('SNS', () => {
  test.each(all('sns'))('%s: nothing is sent; our message in it is sent once', async (_file, event) => {
    const [record] = event.Records as [Event];
    const sns = record.Sns as Event;
    const { hottask, invoke } = await setUp(at(sns.Timestamp));
    expect(await invoke(event)).toMatchObject({ name: 'InvalidMessage', message: expect.stringMatching(/Message/) });
    expect(hottask.posts).toEqual([]);
    const ours = { Records: [{ ...record, Sns: { ...sns, Message: JSON.stringify(message) } }] };
    expect(JSON.stringify(await invoke(ours))).toContain('"Success":true');
    expect(JSON.stringify(await invoke(ours))).toContain('"Success":true');
    expect(hottask.posts).toHaveLength(1);
  });
});

describe('SQS', () => {
  const sentAt = (event: Event) => at((event.Records as [{ attributes: Event }])[0].attributes.SentTimestamp);
  const inside = (body: unknown, ours: object): string => {
    const text = String(body);
    const envelope: Event = text.includes('"TopicArn"') ? JSON.parse(text) : {};
    if (!envelope.TopicArn) return JSON.stringify(ours);
    return JSON.stringify({ ...envelope, Message: JSON.stringify(ours), Timestamp: new Date().toISOString() });
  };

  // SQS takes no empty body, so one that is empty cannot be parked: it stays.
  const [empty, filled] = [true, false].map((isEmpty) =>
    all('sqs').filter(([, event]) => (event.Records?.[0]?.body === '') === isEmpty),
  ) as [[string, Event][], [string, Event][]];

  test.each(filled)('%s: nothing is sent, and each record is parked', async (_file, event) => {
    const { hottask, fn, invoke } = await setUp(sentAt(event));
    expect(await invoke(event)).toEqual({ batchItemFailures: [] });
    expect(hottask.posts).toEqual([]);
    expect(states(fn)).toEqual(event.Records?.map(() => 'Invalid'));
    expect(fn.lines.filter(({ isParked }) => isParked)).toHaveLength(event.Records?.length ?? 0);
  });

  test.each(empty)('%s: nothing is sent, and the empty record stays', async (_file, event) => {
    const { hottask, invoke } = await setUp(sentAt(event));
    expect(await invoke(event)).toEqual({ batchItemFailures: [{ itemIdentifier: event.Records?.[0]?.messageId }] });
    expect(hottask.posts).toEqual([]);
  });

  test.each(all('sqs'))('%s: our message in each record is sent once', async (_file, event) => {
    const { hottask, invoke } = await setUp(sentAt(event));
    const Records = event.Records?.map((record, index) => ({
      ...record,
      body: inside(record.body, { ...message, IdempotencyKey: `k-${index}` }),
    }));
    expect(await invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(await invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(hottask.posts).toHaveLength(Records?.length ?? 0);
  });
});

describe('all others are refused by name, with our message in them too', () => {
  const names: Record<string, RegExp> = {
    alb: /The event is one of a load balancer/,
    'function-url': /The event is one of a function URL/,
    'rest-api': /payload format 1\.0|The payload format is 1\.0/,
    'go-apigw-websocket-request.json': /one of a WebSocket API/,
    'go-cloudformation-event.json': /one of CloudFormation/,
    'go-cloudwatch-logs-event.json': /one of CloudWatch Logs/,
    'go-code-commit-event.json': /records from aws:codecommit/,
    'go-cognito-event.json': /one of Cognito/,
    'go-config-event.json': /one of AWS Config/,
    'go-dynamodb-event.json': /records from aws:dynamodb/,
    'go-iot-button-event.json': /one of an IoT button/,
    'go-kafka-event.json': /one of Kafka/,
    'go-kinesis-event.json': /records from aws:kinesis/,
    'go-s3-event.json': /records from aws:s3/,
    'go-ses-lambda-event.json': /records from aws:ses/,
    'java-lambda_destination_event.json': /one of a failure destination of Lambda/,
    'python-cloudWatchAlarmEventSingleMetric.json': /one of a CloudWatch alarm/,
    'python-kinesisFirehosePutEvent.json': /one of Data Firehose/,
    'python-vpcLatticeV2Event.json': /one of VPC Lattice/,
    'sam-default_event.json': /unknown fields \(key1, key2, key3/,
  };
  const others = ['alb', 'function-url', 'rest-api', 'other'].flatMap((kind) =>
    all(kind).map(([file, event]): [string, Event, RegExp] => [file, event, names[file] ?? (names[kind] as RegExp)]),
  );

  test.each([
    ...others,
    [
      'eventbridge/python-cloudWatchDashboardEvent.json',
      read('eventbridge', 'python-cloudWatchDashboardEvent.json'),
      /unknown fields \(original/,
    ],
    ['http-api/typescript-invalid.json', read('http-api', 'typescript-invalid.json'), names['rest-api'] as RegExp],
  ] as typeof others)('%s', async (_file, event, name) => {
    const { hottask, invoke } = await setUp();
    const headers = {
      ...(event.headers as object),
      authorization: canary.callerKey,
      'content-type': 'application/json',
    };
    const inBody = { ...event, headers, body: JSON.stringify(message) };
    for (const given of [event, inBody, { ...event, ...message, IdempotencyKey: 'k' }]) {
      const answer = await invoke(given);
      const said = answer instanceof Error ? answer : (answer as { statusCode: number; body: string });
      watch(JSON.stringify(said));
      if (said instanceof Error)
        expect(said).toMatchObject({ name: 'InvalidMessage', message: expect.stringMatching(name) });
      else expect(said).toMatchObject({ statusCode: 400, body: expect.stringMatching(name) });
    }
    expect(hottask.posts).toEqual([]);
  });
});
