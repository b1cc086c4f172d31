import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { hottask } from './hottask-command.ts';
import {
  type Attributes,
  at,
  event,
  invocationRecord,
  keyed,
  minuteAgo,
  note,
  ours,
  ruleMarks,
  setUpParked,
} from './parked-set-up.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, eventBridgeEvent, record } from './queue-records.ts';

describe('each shape that is left there is sent once, with its first time', () => {
  test.each<[string, unknown, Attributes, string, string]>([
    [
      'parked by our function',
      keyed('k'),
      ours('Blocked', { LedgerKey: pkOf('queue', 'k') }),
      'function',
      pkOf('queue', 'k'),
    ],
    ['moved by the queue’s redrive', event, {}, 'redrive', pkOf('event:shop.orders', event.id)],
    ['a rule’s dead letter', event, ruleMarks, 'rule', pkOf('event:shop.orders', event.id)],
    [
      'an SNS dead letter',
      note,
      { ErrorCode: '403', ErrorMessage: canary.text },
      'topic',
      pkOf(`topic:${note.TopicArn}`, note.MessageId),
    ],
    [
      'a failed asynchronous call',
      invocationRecord(keyed('k'), 'NotSent'),
      {},
      'asynchronous call',
      pkOf('direct', 'k'),
    ],
    [
      'a failed asynchronous event',
      invocationRecord(event, 'NotSent'),
      {},
      'asynchronous call',
      pkOf('event:shop.orders', event.id),
    ],
    [
      'a failed asynchronous notification',
      invocationRecord({ Records: [{ EventSource: 'aws:sns', Sns: note }] }, 'NotSent'),
      {},
      'asynchronous call',
      pkOf(`topic:${note.TopicArn}`, note.MessageId),
    ],
    [
      'a schedule’s dead letter',
      { MessageBody: JSON.stringify(keyed('k')), QueueUrl: 'https://sqs.example/1/main' },
      { SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:1:schedule/g/s', SCHEDULED_TIME: minuteAgo, ERROR_CODE: 'X' },
      'schedule',
      pkOf('queue', 'k'),
    ],
  ])('%s', async (_case, body, attributes, parkedBy, pk) => {
    const { park, json, main, parked } = await setUpParked();
    const id = await park(body, attributes);
    expect((await json('list')).Records).toMatchObject([
      { Id: id, ParkedBy: parkedBy, SourceTime: new Date(at).toISOString() },
    ]);
    expect(await json('replay', id, '--yes')).toMatchObject({ code: 0, Replayed: [id], Failed: [] });
    expect(await parked()).toEqual([]);
    const [back, ...more] = await main();
    expect(more).toEqual([]);
    expect(back?.attributes.SourceTime).toBe(String(at));

    const hottask = await startHotTaskPeer();
    const ledger = await startLedgerPeer();
    const fn = makeFunction({ hottask, secrets: await startSecretsPeer(), ledger });
    const again = () => record(back?.body as string, back?.attributes as Attributes);
    expect(await fn.invoke(batch(again()))).toEqual({ batchItemFailures: [] });
    expect(await fn.invoke(batch(again()))).toEqual({ batchItemFailures: [] });
    expect(hottask.posts).toHaveLength(1);
    expect(await ledger.itemAt(pk)).toMatchObject({ state: 'Sent' });
  });

  test('an event that a rule with a template could not deliver: the rule’s own template is put around it again', async () => {
    const { park, urls } = await setUpParked();
    const shipped = eventBridgeEvent({ no: 7 }, { 'detail-type': 'Shipped', time: minuteAgo });
    const RULE_ARN = 'arn:aws:events:us-east-1:123456789012:rule/shop-on-shipped';
    const id = await park(shipped, { ...ruleMarks, RULE_ARN });
    const asked: object[] = [];
    const InputTemplate = `{"Rule":"<aws.events.rule-name>","Template":${JSON.stringify({ ...message, Message: 'No. {{detail.no}}' })},"Event":<aws.events.event.json>}`;
    const eventBridge = createServer(async (request, response) => {
      asked.push(JSON.parse(await text(request)));
      response.end(
        JSON.stringify({ Targets: [{ Id: 'Queue', Arn: ruleMarks.TARGET_ARN, InputTransformer: { InputTemplate } }] }),
      );
    }).listen(0, '127.0.0.1');
    await once(eventBridge, 'listening');
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      QUEUE_URL: urls.main,
      PARKED_QUEUE_URL: urls.parked,
      AWS_ENDPOINT_URL_EVENTBRIDGE: `http://127.0.0.1:${(eventBridge.address() as { port: number }).port}`,
    };
    const { code } = await hottask(['parked', 'replay', id, '--yes'], env);
    eventBridge.close();
    expect(code).toBe(0);
    expect(asked).toEqual([{ Rule: 'shop-on-shipped' }]);
    const hottaskPeer = await startHotTaskPeer();
    const fn = makeFunction({ hottask: hottaskPeer, secrets: await startSecretsPeer() });
    const body = JSON.stringify({
      Rule: 'shop-on-shipped',
      Template: { ...message, Message: 'No. {{detail.no}}' },
      Event: shipped,
    });
    expect(await fn.invoke(batch(record(body)))).toEqual({ batchItemFailures: [] });
    expect(hottaskPeer.posts.map(({ body }) => JSON.parse(body).Message)).toEqual(['No. 7']);
  });

  test('where its rule cannot be read it is left, and the others go', async () => {
    const { park, json, main } = await setUpParked();
    const shipped = eventBridgeEvent({}, { 'detail-type': 'Shipped', time: minuteAgo });
    const left = await park(shipped, { ...ruleMarks, RULE_ARN: 'no arn' });
    const good = await park(keyed('k'), ours('Blocked'));
    expect(await json('replay', '--all', '--yes')).toMatchObject({
      code: 0,
      Replayed: [good],
      Left: [{ Id: left, Why: expect.stringMatching(/events:ListTargetsByRule/) }],
    });
    expect(await main()).toHaveLength(1);
  });
});

test('an HTTP call that ended Unknown, replayed before it is settled, sends nothing and waits again', async () => {
  const { sqs, json, main, urls, parked } = await setUpParked();
  const hottask = await startHotTaskPeer((response) => response.destroy());
  const ledger = await startLedgerPeer();
  const fn = makeFunction({ hottask, ledger, secrets: await startSecretsPeer(), parked: urls.parked });
  expect(await fn.post(message, { 'idempotency-key': 'k' })).toMatchObject({ state: 'Unknown' });
  hottask.behave = answers(200, accepts);
  expect((await json('replay', '--all', '--yes')).Replayed).toHaveLength(1);
  const [back] = await main();
  expect(await parked()).toEqual([]);
  await fn.invoke(batch(record(back?.body as string, back?.attributes as Attributes)));
  expect(hottask.posts).toHaveLength(1);
  expect(await parked()).toMatchObject([{ attributes: { State: 'Unknown' } }]);
  sqs.client.destroy();
});

test('what Lambda and our function both put there goes once, and both are gone', async () => {
  const { park, json, main, parked } = await setUpParked();
  const marked = await park(keyed('k'), ours('Unknown', { LedgerKey: pkOf('direct', 'k') }));
  const lambdas = await park(invocationRecord(keyed('k')));
  expect(await json('replay', marked, '--yes')).toMatchObject({ Replayed: [marked], Twins: [lambdas] });
  expect(await main()).toHaveLength(1);
  expect(await parked()).toEqual([]);
});

test('what came to our function as an event and is left by Lambda, too, goes once', async () => {
  const { park, json, main } = await setUpParked();
  const marked = await park(
    event,
    ours('Unknown', { LedgerKey: pkOf('event:shop.orders', event.id), Envelope: 'event' }),
  );
  const lambdas = await park({ ...invocationRecord(event), timestamp: new Date().toISOString() });
  expect(await json('replay', '--all', '--yes')).toMatchObject({ Replayed: [marked], Twins: [lambdas] });
  expect(await main()).toHaveLength(1);
});

test('two texts under one key are no twins: one goes, and the other is left for a person', async () => {
  const { park, json, main, parked } = await setUpParked();
  await park(keyed('k'), ours('Blocked'));
  await park(keyed('k', { Message: 'Another.' }), ours('Blocked'));
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    Replayed: [expect.any(String)],
    Twins: [],
    Left: [{ Why: expect.stringMatching(/same key and another text/) }],
  });
  expect(await main()).toHaveLength(1);
  expect(await parked()).toHaveLength(1);
});

test('a message whose NotAfter has passed is left, since it would only expire', async () => {
  const { park, json } = await setUpParked();
  await park(keyed('k', { NotAfter: '2020-01-01T00:00:00Z' }), ours('Blocked'));
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    Replayed: [],
    Left: [{ Why: expect.stringMatching(/^its NotAfter has passed/) }],
  });
});

test('a record without room for its attributes is left, and the others go', async () => {
  const { park, json } = await setUpParked();
  await park(`"${'x'.repeat(1_048_000)}"`);
  const good = await park(keyed('k'), ours('Blocked'));
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    code: 0,
    Replayed: [good],
    Left: [{ Why: expect.stringMatching(/^too large to be replayed/) }],
  });
});

test.each<[string, unknown, Attributes, RegExp]>([
  [
    'a call whose key was used for another message',
    invocationRecord(keyed('k'), 'KeyReused'),
    {},
    /^its key was used for another message/,
  ],
  ['a LedgerKey that is none', keyed('k'), ours('Invalid', { LedgerKey: 'malformed' }), /^its LedgerKey is none/],
  [
    'a call that is nested too deep',
    `{"requestContext":{"functionArn":"a"},"requestPayload":{"IdempotencyKey":"k","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
    {},
    /^it is nested too deep/,
  ],
])('%s is left, can be dropped, and keeps no other from going', async (_case, body, attributes, why) => {
  const { park, json } = await setUpParked();
  const bad = await park(body, attributes);
  const good = await park(keyed('good'), ours('Blocked'));
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    code: 0,
    Replayed: [good],
    Left: [{ Id: bad, Why: expect.stringMatching(why) }],
  });
  expect(await json('drop', bad, '--yes')).toMatchObject({ code: 0, Dropped: [{ Id: bad }] });
});

test('a source whose clock is ahead makes nothing young', async () => {
  const { park, json } = await setUpParked();
  await park(eventBridgeEvent(message, { time: new Date(Date.now() + 864_000_000).toISOString() }), ruleMarks);
  expect(Date.parse((await json('list')).Records[0].SourceTime)).toBeLessThanOrEqual(Date.now());
});

test('a State that there is none of is refused, so that nobody takes an empty list for an empty queue', async () => {
  const { run } = await setUpParked();
  for (const what of ['list', 'drop --all', 'replay --all'])
    expect(await run(...what.split(' '), '--state', 'unknown')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--state must be one of Sent,/),
    });
});
