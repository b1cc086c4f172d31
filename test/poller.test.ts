/** The sandbox's poller behaves as Lambda's event source mapping does. */
import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { startPoller } from '../sandbox/poller.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';

type Answer = { json: string } | undefined;

/** A function that answers each batch as `answer` says, and keeps what it got. */
const setUp = async (answer: (records: SQSRecord[]) => Answer, queues?: object) => {
  const sqs = await startFauxqsPeer();
  const { main, parked } = await sqs.createQueues({ visibilitySeconds: 1, ...queues });
  const batches: SQSRecord[][] = [];
  const waiting: { when: (batches: SQSRecord[][]) => boolean; resolve: () => void }[] = [];
  const end = new AbortController();
  onTestFinished(() => end.abort());
  return {
    sqs,
    main,
    parked,
    batches,
    send: (...bodies: string[]) =>
      sqs.client.send(
        new SendMessageBatchCommand({
          QueueUrl: main,
          Entries: bodies.map((MessageBody, at) => ({
            Id: String(at),
            MessageBody,
            MessageAttributes: { SourceTime: { DataType: 'Number', StringValue: '1' } },
          })),
        }),
      ),
    poll: () =>
      startPoller(
        {
          queueUrl: main,
          queueArn: 'arn:aws:sqs:us-east-1:000000000000:main',
          concurrency: 1,
          invoke: async ({ Records }) => {
            batches.push(Records);
            for (const { when, resolve } of waiting) if (when(batches)) resolve();
            return answer(Records);
          },
        },
        end.signal,
      ),
    until: (when: (batches: SQSRecord[][]) => boolean) =>
      new Promise<void>((resolve) => {
        if (when(batches)) resolve();
        else waiting.push({ when, resolve });
      }),
    /** How many are left in the main queue, whether visible or not; asked until it is `count`. */
    leaves: async (count: number) => {
      const ask = new GetQueueAttributesCommand({ QueueUrl: main, AttributeNames: ['All'] });
      for (;;) {
        const { Attributes = {} } = await sqs.client.send(ask);
        const left =
          Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
        if (left === count) return;
      }
    },
  };
};

const bodies = (batch: SQSRecord[]) => batch.map(({ body }) => body);
const failing = (...failed: string[]) => ({
  json: JSON.stringify({ batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }),
});

test('ten records at once, each as Lambda hands it over; what was dealt with is deleted', async () => {
  const { send, poll, until, batches, leaves } = await setUp(() => failing());
  const ten = Array.from({ length: 10 }, (_, at) => `record ${at}`);
  await send(...ten);
  poll();
  await until((all) => all.flat().length === 10);
  await leaves(0);
  expect(batches).toHaveLength(1);
  expect(bodies(batches[0] as SQSRecord[])).toEqual(ten);
  expect(batches[0]?.[0]).toMatchObject({
    messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    messageAttributes: {
      SourceTime: { stringValue: '1', stringListValues: [], binaryListValues: [], dataType: 'Number' },
    },
    eventSource: 'aws:sqs',
    awsRegion: 'us-east-1',
  });
});

test('only the records that are named as failed come back, after their visibility timeout', async () => {
  const { send, poll, until, batches, leaves } = await setUp((records) =>
    failing(
      ...records
        .filter(({ body }) => body === 'later')
        .map(({ messageId }) => messageId)
        .slice(batches.length > 1 ? 1 : 0),
    ),
  );
  await send('now', 'later', 'now too');
  poll();
  await until((all) => all.length === 2);
  await leaves(0);
  expect(batches.map(bodies)).toEqual([['now', 'later', 'now too'], ['later']]);
  expect(batches[1]?.[0]?.attributes.ApproximateReceiveCount).toBe('2');
});

test('all of them come back where the function failed, and move to the other queue when that was too often', async () => {
  const { sqs, parked, send, poll, until, batches, leaves } = await setUp(() => undefined, { maxReceiveCount: 2 });
  await send('a', 'b');
  poll();
  await until((all) => all.flat().length === 4);
  await leaves(0);
  // Their second receives may come a millisecond apart, and then alone.
  expect(bodies(batches.flat()).sort()).toEqual(['a', 'a', 'b', 'b']);
  const { Messages = [] } = await sqs.client.send(
    new ReceiveMessageCommand({ QueueUrl: parked, MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body }) => Body).sort()).toEqual(['a', 'b']);
});

test.each(['{}', 'null', '{"batchItemFailures":"all"}', '{"BatchItemFailures":[]}'])(
  'an answer of another shape counts as "all fine", as at AWS, and they are gone: %s',
  async (json) => {
    const { send, poll, leaves } = await setUp(() => ({ json }));
    await send('a');
    poll();
    await leaves(0);
  },
);

test.each([[[{ itemIdentifier: 'another' }]], [[{ messageId: 'x' }]], [['x']], [[{ itemIdentifier: '' }]]])(
  'a failure that is no record of the batch fails them all, as at AWS: %j',
  async (batchItemFailures) => {
    const { send, poll, until, batches, leaves } = await setUp(() =>
      batches.length === 1 ? { json: JSON.stringify({ batchItemFailures }) } : failing(),
    );
    await send('a', 'b');
    poll();
    await until((all) => all.flat().length === 4);
    await leaves(0);
    expect(batches.map(bodies)).toEqual(Array(2).fill(['a', 'b']));
  },
);

test('a queue that was deleted is asked for now and then, not as fast as the machine can', async () => {
  const { sqs, main, poll } = await setUp(() => failing());
  await sqs.client.send(new DeleteQueueCommand({ QueueUrl: main }));
  poll();
  const others = 50;
  for (let i = 0; i < others; i += 1) await sqs.client.send(new ListQueuesCommand({}));
  const asked = sqs.calls.filter(({ operation }) => operation === 'ReceiveMessage').length;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(others / 2);
});
