/** HotTask is down for a day: real processes take real batches off a real queue, every two minutes by the moved clock. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { longestMaxAgeSeconds, mainQueue, maxReceiveCountFor } from '../../lambda/wiring.ts';
import { hottaskTroubles } from '../../sandbox/chaos/hottask-troubles.ts';
import { messageOf } from '../faults/ask.ts';
import type { Environment } from '../faults/environment.ts';
import { treatmentOf } from '../faults/hottask.ts';
import { writePage } from '../faults/page.ts';
import { startWorld } from '../faults/world.ts';
import { batch, record } from '../queue-records.ts';

const hours = 3_600_000;
const outageMs = 24 * hours;
const stepMs = mainQueue.visibilitySeconds * 1_000;
/** Of one environment: seven pauses until they are an hour long, and then one in each hour. */
const mostTries = 7 + 24;
const environments = 2;
const messages = environments * (mainQueue.batch + mostTries) + 20;

test('HotTask is down for 24 hours: each environment leaves one batch to a person and one message for each try, and all others go out once', {
  timeout: 240_000,
}, async () => {
  const world = await startWorld(onTestFinished);
  const { client } = world.sqs;
  const queue = await world.sqs.createQueues({
    visibilitySeconds: 3_600,
    maxReceiveCount: maxReceiveCountFor(longestMaxAgeSeconds),
  });
  const rules = { mode: 'live', prefixes: { '+': 'allow' }, maxAgeSeconds: longestMaxAgeSeconds };
  const crowd = await Promise.all(
    Array.from({ length: environments }, () => world.start({ parked: queue.parked, rules })),
  );
  const all = Array.from({ length: messages }, (_, at) => messageOf(`outage-${at}`));
  const recipients = all.map(({ Message }) => world.hottask.recipientOf(Message));
  for (const message of all)
    await client.send(new SendMessageCommand({ QueueUrl: queue.main, MessageBody: JSON.stringify(message) }));
  const down = treatmentOf(hottaskTroubles['answers 503']);
  for (const recipient of recipients) recipient.treatments = [down];

  /** How many POSTs each invocation made, by the environment. */
  const posts = crowd.map(() => [] as number[]);
  const read = () => recipients.reduce((sum, recipient) => sum + recipient.posts.length, 0);

  /** One batch, as the event source mapping hands it over; gives what comes back. */
  const handOver = async (at: number, received: Message[]): Promise<Message[]> => {
    const before = read();
    const answered = await (crowd[at] as Environment).invoke(
      batch(
        ...received.map(({ Body, MessageId, Attributes }) => ({
          ...record(Body, {}, Number(Attributes?.SentTimestamp)),
          messageId: MessageId as string,
        })),
      ),
    );
    if (!('answer' in answered)) throw new Error(`no answer: ${JSON.stringify(answered)}`);
    posts[at]?.push(read() - before);
    const failures = new Set(
      JSON.parse(answered.answer).batchItemFailures.map(
        ({ itemIdentifier }: { itemIdentifier: string }) => itemIdentifier,
      ),
    );
    const [back, done] = [true, false].map((isBack) =>
      received.filter(({ MessageId }) => failures.has(MessageId) === isBack),
    );
    const Entries = (done as Message[]).map(({ ReceiptHandle }, id) => ({ Id: String(id), ReceiptHandle }));
    if (Entries.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.main, Entries }));
    return back as Message[];
  };

  let turn = 0;
  /** All that waits is received once. */
  const round = async (aheadMs: number): Promise<number> => {
    for (const environment of crowd) environment.setAheadMs(aheadMs);
    const back: Message[] = [];
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queue.main,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      back.push(...(await handOver(turn++ % environments, Messages)));
    }
    for (let at = 0; at < back.length; at += 10) {
      const Entries = back
        .slice(at, at + 10)
        .map(({ ReceiptHandle }, id) => ({ Id: String(id), ReceiptHandle, VisibilityTimeout: 0 }));
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.main, Entries }));
    }
    return back.length;
  };

  let aheadMs = 0;
  for (; aheadMs < outageMs; aheadMs += stepMs) await round(aheadMs);
  const tries = posts.map(([, ...later]) => later.filter((count) => count > 0));
  expect(
    posts.map(([first]) => first),
    'messages that were on their way',
  ).toEqual(crowd.map(() => mainQueue.batch));
  expect(
    tries.flat().every((count) => count === 1),
    'messages in one try',
  ).toBe(true);
  for (const each of tries) expect(each.length).toBeLessThanOrEqual(mostTries);
  const unknown = environments * mainQueue.batch + tries.flat().length;
  const parked = () => world.sqs.look(queue.parked).map(({ messageAttributes: { State } }) => State?.StringValue);
  // What AWS itself had put there would have no State.
  expect(parked()).toEqual(Array(unknown).fill('Unknown'));

  for (const recipient of recipients) recipient.treatments = [];
  const unsent = recipients.filter(({ posts }) => posts.length === 0);
  let waiting = unsent.length;
  for (; waiting > 0 && aheadMs < outageMs + 2 * hours; aheadMs += stepMs) waiting = await round(aheadMs);
  expect(unsent.length).toBeGreaterThanOrEqual(20);
  expect(
    unsent.map(({ texts }) => texts),
    'texts of those who waited',
  ).toEqual(unsent.map(() => 1));
  expect(recipients.every(({ texts }) => texts === 1)).toBe(true);
  expect(parked()).toHaveLength(unknown);
  const sentence = `${messages} messages, of which all that wait are received every ${mainQueue.visibilitySeconds} s by the moved clock; a message may be ${longestMaxAgeSeconds / 3_600} h old: ${unknown} Unknown (${environments} environments, one batch of ${mainQueue.batch} each, then ${tries.map(({ length }) => length).join(' and ')} tries of one message); ${unsent.length} sent once afterwards, none dead-lettered.`;
  console.log(`outage: ${sentence}`);
  writePage('outage', [sentence]);
});
