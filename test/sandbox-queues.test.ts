/** The sandbox's queue side as a person uses it: one text from each service, what is parked, and the clock. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readOnEvent } from '../sandbox/settings.ts';
import { message } from './function.ts';
import { hottask, portOf } from './hottask-command.ts';
import { anybody } from './peers/fauxqs-peer.ts';
import { startSandbox } from './sandbox-process.ts';
import { listen } from './sandbox-stream.ts';

const start = async (env?: Record<string, string>) => {
  const sandbox = await startSandbox(env);
  onTestFinished(async () => void (await sandbox.end()));
  const client = { endpoint: sandbox.aws, ...anybody };
  const [sqs, sns, events] = [new SQSClient(client), new SNSClient(client), new EventBridgeClient(client)];
  onTestFinished(() => [sqs, sns, events].forEach((one) => void one.destroy()));
  const QueueUrl = `${sandbox.aws}/000000000000/hottask-messenger`;
  const stream = await listen(sandbox);
  const api = async (path: string) => (await (await fetch(`${sandbox.url}/api/${path}`)).json()) as never;
  return {
    sandbox,
    sqs,
    stream,
    put: (...Entries: object[]) => events.send(new PutEventsCommand({ Entries: Entries as never })),
    enqueue: (body: unknown) =>
      sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody: typeof body === 'string' ? body : JSON.stringify(body) }),
      ),
    publish: (text: string) =>
      sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:000000000000:hottask-messenger', Message: text })),
    /** The next call of the function that is over, as the page hears it. */
    called: () => stream.next('call') as Promise<Record<string, unknown>>,
    texts: async () => ((await api('messages')) as { Messages: { Message: string }[] }).Messages.map((m) => m.Message),
    parked: async (query = '') =>
      ((await api(`parked${query}`)) as { Records: { Id: string; Body: string; Attributes: Record<string, string> }[] })
        .Records,
    queues: () => api('queues') as Promise<Record<string, { Visible: number; InFlight: number }>>,
    clock: async (body: object) => {
      const answer = await fetch(`${sandbox.url}/api/clock`, { method: 'POST', body: JSON.stringify(body) });
      return { status: answer.status, ...((await answer.json()) as { Now: string; message: string }) };
    },
  };
};

const event = (Detail: object, DetailType = 'SendTwilioMessage') => ({
  Source: 'shop.orders',
  DetailType,
  Detail: JSON.stringify(Detail),
});

test('one text from each service, emoji and all, and the page hears from which', async () => {
  const { put, enqueue, publish, called, texts } = await start();
  const text = (words: string) => ({ ...message, Message: `${words} 🎉` });
  expect(await put(event(text('event')))).toMatchObject({
    FailedEntryCount: 0,
    Entries: [{ EventId: expect.any(String) }],
  });
  expect(await called()).toMatchObject({
    Entrance: 'queue',
    Envelope: 'event',
    Scope: 'event:shop.orders',
    State: 'Sent',
  });
  await enqueue({ ...text('queue'), IdempotencyKey: 'k' });
  expect(await called()).toMatchObject({ Envelope: 'plain', Scope: 'queue', IdempotencyKey: 'k', State: 'Sent' });
  await publish(JSON.stringify(text('topic')));
  expect(await called()).toMatchObject({ Envelope: 'topic', State: 'Sent', SessionID: expect.anything() });
  expect(await texts()).toEqual(['topic 🎉', 'queue 🎉', 'event 🎉']);
  await enqueue({ ...text('queue'), IdempotencyKey: 'k' });
  expect(await called()).toMatchObject({ State: 'Sent', Replayed: true });
  expect(await texts()).toHaveLength(3);
});

test('a text that HotTask keeps waiting is on the page meanwhile', async () => {
  const { enqueue, stream } = await start();
  await enqueue({ ...message, ToPhoneNumber: '+15005551001', IdempotencyKey: 'k' });
  const asked = { Entrance: 'queue', IdempotencyKey: 'k', ToPhoneNumber: '+15005551001' };
  const underWay = await stream.next('call under way');
  expect(underWay).toMatchObject({ ...asked, State: 'UnderWay', Ms: null });
  expect(await stream.next('call')).toMatchObject({ ...asked, Id: underWay.Id, State: 'Unknown', Parked: true });
});

test('events of other kinds go nowhere, unless a rule makes texts of them', async () => {
  const rule = {
    pattern: { source: ['shop.orders'], 'detail-type': ['Shipped'] },
    template: { ...message, Message: 'No. {{detail.no}}' },
  };
  const { put, called, texts } = await start({ ON_EVENT: JSON.stringify({ shipped: rule }) });
  await put(event({ no: 1 }, 'Ordered'), { ...event({ no: 2 }, 'Shipped'), Source: 'other' });
  await put(event({ no: 3 }, 'Shipped'));
  expect(await called()).toMatchObject({ Envelope: 'on-event', State: 'Sent', Message: 'No. 3' });
  expect(await texts()).toEqual(['No. 3']);
});

test('a broken ON_EVENT stops the start by its name', async () => {
  await expect(startSandbox({ ON_EVENT: '{' })).rejects.toThrow(/^ON_EVENT must be JSON such as/);
});

test.each([
  '[]',
  '{"x":{"pattern":{}}}',
  '{"a rule":{"pattern":{"source":["shop"]},"template":{}}}',
  ...['{}', '{"source":[]}', '{"source":[{"prefix":"shop"}]}', '{"detail":{"a":"b"}}'].map(
    (pattern) => `{"x":{"pattern":${pattern},"template":{}}}`,
  ),
])('an ON_EVENT that makes no texts is refused by its name: %s', (ON_EVENT) => {
  expect(() => readOnEvent({ ON_EVENT })).toThrow(/^ON_EVENT must be JSON such as/);
});

test('PutEvents refuses what AWS refuses, entry by entry', async () => {
  const { put, texts } = await start();
  const good = event(message);
  const answer = await put(
    { ...good, Source: undefined },
    { ...good, DetailType: '' },
    { ...good, Detail: 'no JSON' },
    { ...good, Detail: '[]' },
    { ...good, EventBusName: 'another' },
  );
  expect(answer.FailedEntryCount).toBe(5);
  expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'InvalidArgument',
    'InvalidArgument',
    'MalformedDetail',
    'MalformedDetail',
    'ResourceNotFoundException',
  ]);
  await expect(put(...Array(11).fill(good))).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await texts()).toEqual([]);
});

describe('what waits for a person', () => {
  test('stands in /api/parked with its reason, is counted, and is told live', async () => {
    const { enqueue, parked, queues, stream } = await start();
    await enqueue('no JSON');
    const told = await stream.upTo('call');
    expect(told.at(-1)?.data).toMatchObject({
      State: 'Invalid',
      Parked: true,
      Text: expect.stringMatching(/^The body is not valid JSON/),
    });
    while (!told.some(({ name, data }) => name === 'queues' && data.Parked.length === 1))
      told.push(...(await stream.upTo('queues')));
    for (const _again of [1, 2])
      expect(await parked()).toMatchObject([
        {
          Id: expect.any(String),
          ReceiveCount: 0,
          Body: 'no JSON',
          Attributes: { State: 'Invalid', Envelope: 'plain' },
        },
      ]);
    expect((await queues())['hottask-messenger-parked']).toEqual({ Visible: 1, InFlight: 0 });
  });

  test('is shown as it was meant, whichever service brought it', async () => {
    const { put, enqueue, publish, called } = await start();
    const wrong = { ...message, ToPhoneNumber: '555', IdempotencyKey: 'k' };
    await put(event(wrong));
    expect(await called()).toMatchObject({ ...wrong, Envelope: 'event', State: 'Invalid', Parked: true });
    await publish(JSON.stringify(wrong));
    expect(await called()).toMatchObject({ ...wrong, Envelope: 'topic', State: 'Invalid', Parked: true });
    await enqueue(wrong);
    expect(await called()).toMatchObject({ ...wrong, Envelope: 'plain', State: 'Invalid', Parked: true });
  });

  test('a text that HotTask takes no more of for now stays in the queue, for its visibility timeout', async () => {
    const { enqueue, called, queues, parked } = await start();
    await enqueue({ ...message, ToPhoneNumber: '+15005550429', IdempotencyKey: 'k' });
    expect(await called()).toMatchObject({ State: 'NotSent', Parked: false });
    expect((await queues())['hottask-messenger']).toEqual({ Visible: 0, InFlight: 1 });
    expect(await parked()).toEqual([]);
  });
});

test('GET /api/parked: newest first, also within one millisecond, and as many as are asked for', async () => {
  const { sandbox, sqs, parked } = await start();
  const QueueUrl = `${sandbox.aws}/000000000000/hottask-messenger-parked`;
  const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: String(at), MessageBody: String(at) }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect((await parked()).map(({ Body }) => Body)).toEqual([...'9876543210']);
  expect((await parked('?Limit=2')).map(({ Body }) => Body)).toEqual(['9', '8']);
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect((await parked()).find(({ Body }) => Body === '0')).toMatchObject({ ReceiveCount: 1 });
});

test('the queues are told when they change, not when somebody looks at them', async () => {
  const { sqs, stream, enqueue } = await start();
  const snapshot = await stream.next('snapshot');
  for (let i = 0; i < 100; i += 1) await sqs.send(new ListQueuesCommand({}));
  await enqueue({ ...message, IdempotencyKey: 'k' });
  const told = (await stream.upTo('call')).filter(({ name }) => name === 'queues').map(({ data }) => data);
  const { Queues, Parked } = snapshot;
  const inTurn = [{ Queues, Parked }, ...told].map((data) => JSON.stringify(data));
  expect(inTurn.filter((data, at) => data === inTurn[at - 1])).toEqual([]);
});

test('whoever deletes a queue ends nothing: it counts as empty, and made again it brings its texts', async () => {
  const { sandbox, sqs, stream, enqueue, queues, texts } = await start();
  for (const name of ['hottask-messenger', 'hottask-messenger-parked'])
    await sqs.send(new DeleteQueueCommand({ QueueUrl: `${sandbox.aws}/000000000000/${name}` }));
  expect(await queues()).toEqual({
    'hottask-messenger': { Visible: 0, InFlight: 0 },
    'hottask-messenger-parked': { Visible: 0, InFlight: 0 },
  });
  await sqs.send(new CreateQueueCommand({ QueueName: 'hottask-messenger' }));
  await enqueue({ ...message, IdempotencyKey: 'k' });
  await stream.next('message');
  expect(await texts()).toEqual([message.Message]);
});

describe('the clock', () => {
  test('moves ages: a message that is a day old is late', async () => {
    const { clock, put, called, texts } = await start();
    expect(await clock({ AdvanceSeconds: 86_400 })).toMatchObject({ status: 200, Now: expect.stringMatching(/Z$/) });
    await put({ ...event(message), Time: new Date() });
    expect(await called()).toMatchObject({ State: 'Expired' });
    expect(await texts()).toEqual([]);
  });

  test('makes nothing old that comes after it: a text from each service still goes out', async () => {
    const { clock, put, enqueue, publish, called, texts } = await start();
    await clock({ AdvanceSeconds: 2 * 86_400 });
    await put(event({ ...message, Message: 'event' }));
    expect(await called()).toMatchObject({ State: 'Sent' });
    await enqueue({ ...message, Message: 'queue', IdempotencyKey: 'k' });
    expect(await called()).toMatchObject({ State: 'Sent' });
    await publish(JSON.stringify({ ...message, Message: 'topic: "Timestamp":"then","SignatureVersion":' }));
    expect(await called()).toMatchObject({ State: 'Sent' });
    expect(await texts()).toEqual(['topic: "Timestamp":"then","SignatureVersion":', 'queue', 'event']);
  });

  test('moves leases, for who asks by the command line too', async () => {
    const { sandbox, clock, enqueue, called } = await start();
    // What became of it is not in the ledger, so that it looks under way until its lease is over.
    await fetch(`${sandbox.url}/api/chaos`, { method: 'PUT', body: '{"Fault": "the settle is denied"}' });
    await enqueue({ ...message, IdempotencyKey: 'k' });
    await called();
    const unknowns = async () =>
      JSON.parse((await hottask(['unknowns', '--local', '--json'], portOf(sandbox))).out).Unknowns.length;
    expect(await unknowns()).toBe(0);
    await clock({ AdvanceSeconds: 60 });
    expect(await unknowns()).toBe(1);
  });

  test('never goes back', async () => {
    const { clock } = await start();
    for (const body of [
      {},
      { AdvanceSeconds: -1 },
      { To: '2020-01-01T00:00:00Z' },
      { To: 'tomorrow' },
      { To: '2030-01-01T00:00' },
      { AdvanceSeconds: 1e12 },
    ])
      expect(await clock(body), JSON.stringify(body)).toMatchObject({
        status: 400,
        message: expect.stringMatching(/goes forward only/),
      });
  });
});
