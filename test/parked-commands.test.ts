/** What is parked, in the hands of a person: listed, replayed and dropped by the command line, on SQS's own wire. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { canary, watch } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { hottask, root } from './hottask-command.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, eventBridgeEvent, notification, record } from './queue-records.ts';

type Attributes = Record<string, string>;

const setUp = async () => {
  const sqs = await startFauxqsPeer();
  const { main, parked } = await sqs.createQueues();
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    QUEUE_URL: main,
    PARKED_QUEUE_URL: parked,
  };
  const asMessage = (attributes: Attributes) =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
  const receive = async (QueueUrl: string) => {
    const ask = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 0,
    });
    const { Messages = [] } = await sqs.client.send(ask);
    return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
      body: Body,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue as string]),
      ),
    }));
  };
  return {
    sqs,
    main: () => receive(main),
    parked: () => receive(parked),
    urls: { main, parked },
    park: async (body: unknown, attributes: Attributes = {}) => {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      const { MessageId } = await sqs.client.send(
        new SendMessageCommand({ QueueUrl: parked, MessageBody, MessageAttributes: asMessage(attributes) }),
      );
      return MessageId as string;
    },
    /** Runs `parked …`; with --json the object. */
    run: (...args: string[]) => hottask(['parked', ...args], env),
    json: async (...args: string[]) => {
      const { code, out, err } = await hottask(['parked', ...args, '--json'], env);
      if (out === '') throw new Error(err);
      return { code, ...JSON.parse(out) };
    },
  };
};

const keyed = (IdempotencyKey: string, more: object = {}) => ({ ...message, IdempotencyKey, ...more });
const minuteAgo = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, 'Z');
const at = Date.parse(minuteAgo);
const ours = (state: string, more: Attributes = {}) => ({
  State: state,
  Reason: 'Because.',
  SourceTime: String(at),
  Envelope: 'plain',
  ...more,
});

const invocationRecord = (requestPayload: object, errorType = 'OutcomeUnknown') => ({
  version: '1.0',
  timestamp: minuteAgo,
  requestContext: {
    requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
    functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:send:$LATEST',
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  requestPayload,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: { errorType, errorMessage: canary.text },
});

const event = eventBridgeEvent(message, { time: minuteAgo });
const note = notification(message, { Timestamp: minuteAgo });
const ruleMarks = {
  RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/HotTaskMessenger-38502F5E-message',
  TARGET_ARN: 'arn:aws:sqs:us-east-1:123456789012:main',
  ERROR_CODE: 'NO_PERMISSIONS',
  ERROR_MESSAGE: canary.text,
  EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  RETRY_ATTEMPTS: '185',
};

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
    const { park, json, main, parked } = await setUp();
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
    const { park, urls } = await setUp();
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
    const { park, json, main } = await setUp();
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
  const { sqs, json, main, urls, parked } = await setUp();
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
  const { park, json, main, parked } = await setUp();
  const marked = await park(keyed('k'), ours('Unknown', { LedgerKey: pkOf('direct', 'k') }));
  const lambdas = await park(invocationRecord(keyed('k')));
  expect(await json('replay', marked, '--yes')).toMatchObject({ Replayed: [marked], Twins: [lambdas] });
  expect(await main()).toHaveLength(1);
  expect(await parked()).toEqual([]);
});

test('what came to our function as an event and is left by Lambda, too, goes once', async () => {
  const { park, json, main } = await setUp();
  const marked = await park(
    event,
    ours('Unknown', { LedgerKey: pkOf('event:shop.orders', event.id), Envelope: 'event' }),
  );
  const lambdas = await park({ ...invocationRecord(event), timestamp: new Date().toISOString() });
  expect(await json('replay', '--all', '--yes')).toMatchObject({ Replayed: [marked], Twins: [lambdas] });
  expect(await main()).toHaveLength(1);
});

test('two texts under one key are no twins: one goes, and the other is left for a person', async () => {
  const { park, json, main, parked } = await setUp();
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
  const { park, json } = await setUp();
  await park(keyed('k', { NotAfter: '2020-01-01T00:00:00Z' }), ours('Blocked'));
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    Replayed: [],
    Left: [{ Why: expect.stringMatching(/^its NotAfter has passed/) }],
  });
});

test('a record without room for its attributes is left, and the others go', async () => {
  const { park, json } = await setUp();
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
  const { park, json } = await setUp();
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
  const { park, json } = await setUp();
  await park(eventBridgeEvent(message, { time: new Date(Date.now() + 864_000_000).toISOString() }), ruleMarks);
  expect(Date.parse((await json('list')).Records[0].SourceTime)).toBeLessThanOrEqual(Date.now());
});

test('a State that there is none of is refused, so that nobody takes an empty list for an empty queue', async () => {
  const { run } = await setUp();
  for (const what of ['list', 'drop --all', 'replay --all'])
    expect(await run(...what.split(' '), '--state', 'unknown')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--state must be one of Sent,/),
    });
});

describe('age', () => {
  const old = ours('Blocked', { SourceTime: String(Date.now() - 86_400_000), LedgerKey: pkOf('queue', 'k') });

  test('a message over a day old is left, with the mend', async () => {
    const { park, json, main } = await setUp();
    const id = await park(keyed('k'), old);
    expect(await json('replay', id, '--yes')).toMatchObject({
      Replayed: [],
      Left: [{ Id: id, Why: expect.stringMatching(/give --until/) }],
    });
    expect(await main()).toEqual([]);
  });

  test('with --until it goes, and carries that instant', async () => {
    const { park, json, main } = await setUp();
    const id = await park(keyed('k'), old);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await json('replay', id, '--until', until, '--yes')).toMatchObject({ Replayed: [id] });
    expect(await main()).toMatchObject([
      { attributes: { SourceTime: old.SourceTime, Until: String(Date.parse(until)) } },
    ]);
  });

  test.each(['tomorrow', '2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z', '2027-03-01'])(
    '--until %s is refused',
    async (until) => {
      const { run } = await setUp();
      expect(await run('replay', '--all', '--until', until)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^--until must be an instant/),
      });
    },
  );
});

describe('nothing is done by an oversight', () => {
  test.each([['replay'], ['drop']])('%s only tells what it would do, until --yes', async (what) => {
    const { park, run, main, parked } = await setUp();
    const id = await park(keyed('k'), ours('Refused'));
    const { code, out } = await run(what, '--all');
    expect(code).toBe(0);
    expect(out).toContain(id);
    expect(out).toMatch(/Nothing was done: add --yes to do it\.\n$/);
    expect(await main()).toEqual([]);
    expect(await parked()).toHaveLength(1);
  });

  test.each([
    [[], /^Name the records by their ids/],
    [['some-id', '--all'], /^Name the records by their ids/],
    [['some-id', '--state', 'Unknown'], /^--state goes with --all/],
  ])('drop %j is refused', async (args, says) => {
    const { run } = await setUp();
    expect(await run('drop', ...args)).toMatchObject({ code: 2, err: expect.stringMatching(says) });
  });

  test('an id that is not there stops all of it', async () => {
    const { park, run, parked } = await setUp();
    const id = await park(keyed('k'), ours('Refused'));
    expect(await run('drop', id, 'another', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^One id is not there/),
    });
    expect(await parked()).toHaveLength(1);
  });
});

test('drop throws away what was named, and nothing else', async () => {
  const { park, json, parked } = await setUp();
  const gone = await park(keyed('k1'), ours('Refused'));
  await park(keyed('k2'), ours('Invalid'));
  expect(await json('drop', '--all', '--state', 'Refused', '--yes')).toMatchObject({
    code: 0,
    Dropped: [{ Id: gone, State: 'Refused' }],
  });
  expect(await parked()).toMatchObject([{ attributes: { State: 'Invalid' } }]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'stopped by %s, even twice, it loses nothing: each record is parked or sent, and none is both',
  async (signal) => {
    const { sqs, urls, main: _, json } = await setUp();
    for (let done = 0; done < 200; done += 10)
      await sqs.client.send(
        new SendMessageBatchCommand({
          QueueUrl: urls.parked,
          Entries: Array.from({ length: 10 }, (_, i) => ({
            Id: String(i),
            MessageBody: JSON.stringify(keyed(`k-${done + i}`)),
          })),
        }),
      );
    const env = {
      ...process.env,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      QUEUE_URL: urls.main,
      PARKED_QUEUE_URL: urls.parked,
    };
    const child = spawn(process.execPath, [`${root}cli/hottask.ts`, 'parked', 'replay', '--all', '--yes'], {
      env,
      stdio: 'ignore',
    });
    let sends = 0;
    sqs.fault = ({ operation }) => {
      if (operation === 'SendMessageBatch' && ++sends === 3) for (const _twice of [1, 2]) child.kill(signal);
      return false;
    };
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    const counts = async (QueueUrl: string) => {
      const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      const { Attributes = {} } = await sqs.client.send(ask);
      return {
        visible: Number(Attributes.ApproximateNumberOfMessages),
        hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    };
    const [sent, left] = [await counts(urls.main), await counts(urls.parked)];
    expect(sent.visible + left.visible).toBe(200);
    expect({ sent: sent.hidden, left: left.hidden }).toEqual({ sent: 0, left: 0 });
    expect(sent.visible).toBeGreaterThan(0);
    expect(left.visible).toBeGreaterThan(0);
    expect((await json('list')).Count).toBe(left.visible);
  },
);

test('what SQS does not take stays parked and is named; the others go, and the command ends with 1', async () => {
  const { sqs, park, json, main, parked } = await setUp();
  const [one, two] = [await park(keyed('k1'), ours('Blocked')), await park(keyed('k2'), ours('Blocked'))];
  sqs.fault = async ({ operation, body, pass }, response) => {
    if (operation !== 'SendMessageBatch') return false;
    const { Entries, ...rest } = JSON.parse(body);
    const { text } = await pass();
    void rest;
    const answer = JSON.parse(text);
    const failed = answer.Successful.filter(({ Id }: { Id: string }) =>
      Entries[Number(Id)].MessageBody.includes('"k2"'),
    );
    const Successful = answer.Successful.filter((entry: object) => !failed.includes(entry));
    const Failed = failed.map(({ Id }: { Id: string }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    response
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ Successful, Failed }));
    return true;
  };
  expect(await json('replay', '--all', '--yes')).toMatchObject({
    code: 1,
    Replayed: [one],
    Failed: [{ Id: two, Why: 'InternalError' }],
  });
  sqs.fault = () => false;
  expect(await parked()).toHaveLength(1);
  expect((await main()).length).toBeGreaterThanOrEqual(1);
});

test('over a thousand records are counted with progress, and all of them are there for everybody afterwards', async () => {
  const { sqs, urls, run, json } = await setUp();
  const count = 1_200;
  for (let done = 0; done < count; done += 10)
    await sqs.client.send(
      new SendMessageBatchCommand({
        QueueUrl: urls.parked,
        Entries: Array.from({ length: 10 }, (_, i) => ({
          Id: String(i),
          MessageBody: JSON.stringify(keyed(`k-${done + i}`)),
        })),
      }),
    );
  const { code, out, err } = await run('list', '--progress', '--limit', '5');
  expect(code).toBe(0);
  expect(out).toMatch(/^Parked: 1200 \(1200 Undelivered\)\./);
  expect(out).toMatch(/1195 more: --limit shows more of them\.\n$/);
  expect(err).toMatch(/^1,200 read$/m);
  expect((await json('list')).Count).toBe(count);
  expect(await json('replay', '--all', '--yes')).toMatchObject({ code: 0, Failed: [] });
  expect((await json('list')).Count).toBe(0);
}, 60_000);

test('the list says who put a record there and why, and never a number or a text, whoever wrote it', async () => {
  const { park, run, json } = await setUp();
  await park(keyed('k'), ours('Unknown', { LedgerKey: pkOf('queue', 'k'), Reason: 'It may have been sent.' }));
  await park(canary.text, { State: canary.number, Reason: `call ${canary.number}`, Envelope: canary.number });
  await park(event, ruleMarks);
  await park(invocationRecord(keyed('k2')));
  const { out } = await run('list');
  watch(out);
  expect(out).toMatch(/^Parked: 4 \(/);
  expect(out).toContain(`show --pk ${pkOf('queue', 'k')}`);
  expect(out).toContain('It may have been sent.');
  expect(out).toContain('put here by EventBridge, which could not bring it to the queue\n  NO_PERMISSIONS');
  expect(out).toContain('call ***');
  watch(JSON.stringify(await json('list')));
});

test('each has its help; parked alone says which there are', async () => {
  const { run } = await setUp();
  for (const what of ['list', 'replay', 'drop'])
    expect(await run(what, '--help')).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`^Usage: npm run hottask -- parked ${what}`)),
    });
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('parked replay') });
  expect(await run()).toMatchObject({
    code: 2,
    err: expect.stringMatching(/first comes parked list, parked replay, or parked drop/),
  });
});

test('without a queue it says where its URL stands; a queue that is not there is named as such', async () => {
  expect(await hottask(['parked', 'list'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^Name the queue: --parked/),
  });
  expect(await hottask(['parked', 'list', '--parked', 'parked'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--parked must be the URL/),
  });
  const { sqs } = await setUp();
  const env = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  expect(await hottask(['parked', 'list', '--parked', `${sqs.url}/000000000000/none`], env)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^There is no such queue/),
  });
});
