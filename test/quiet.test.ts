/** When the sandbox takes its queue to be at rest, so that the clock may go on. */
import { expect, onTestFinished, test } from 'vitest';
import { askSqs, makeSqsSns } from '../sandbox/aws/sqs-sns.ts';
import { makeQuiet } from '../sandbox/quiet.ts';

const setUp = async () => {
  const sqs = await makeSqsSns('http://127.0.0.1:4001');
  onTestFinished(sqs.close);
  const ask = async (operation: string, input: object = {}) =>
    JSON.parse(
      (await askSqs(sqs.exchange, operation, { QueueUrl: 'http://127.0.0.1:4001/000000000000/main', ...input })).text ||
        '{}',
    );
  await ask('CreateQueue', { QueueName: 'main', Attributes: { VisibilityTimeout: '120' } });
  const quiet = makeQuiet(() => sqs.standing('main'));
  const isQuiet = async () => {
    let came = false;
    void quiet.whenQuiet().then(() => {
      came = true;
    });
    await Promise.resolve();
    return came;
  };
  return { ask, quiet, isQuiet };
};

test('not while a record is visible, nor while somebody works on it; a record that only waits to come back is rest', async () => {
  const { ask, quiet, isQuiet } = await setUp();
  expect(await isQuiet()).toBe(true);
  await ask('SendMessage', { MessageBody: 'a' });
  expect(await isQuiet()).toBe(false);
  const { Messages } = await ask('ReceiveMessage');
  expect(await isQuiet()).toBe(false);
  quiet.settle([Messages[0].ReceiptHandle]);
  expect(await isQuiet()).toBe(true);
});

test('who waits for rest hears of it when the last record is gone', async () => {
  const { ask, quiet } = await setUp();
  await ask('SendMessage', { MessageBody: 'a' });
  const rest = quiet.whenQuiet();
  const { Messages } = await ask('ReceiveMessage');
  await ask('DeleteMessage', { ReceiptHandle: Messages[0].ReceiptHandle });
  quiet.check();
  await rest;
});

test('who waits for rest does not wait for what comes later', async () => {
  const { ask, quiet } = await setUp();
  await ask('SendMessage', { MessageBody: 'a' });
  const {
    Messages: [first],
  } = await ask('ReceiveMessage');
  const rest = quiet.whenQuiet();
  await ask('SendMessage', { MessageBody: 'b' });
  quiet.settle([first.ReceiptHandle]);
  await rest;
});

test('a thousand receipts that are over are forgotten, and none that still counts', async () => {
  const { ask, quiet, isQuiet } = await setUp();
  const receive = async () => {
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: `r${i}`, MessageBody: 'a' }));
    await ask('SendMessageBatch', { Entries });
    const { Messages } = await ask('ReceiveMessage', { MaxNumberOfMessages: 10 });
    return (Messages as { ReceiptHandle: string }[]).map(({ ReceiptHandle }) => ReceiptHandle);
  };
  for (let i = 0; i < 101; i += 1) quiet.settle(await receive());
  expect(await isQuiet()).toBe(true);
  await ask('PurgeQueue');
  const waiting = await receive();
  quiet.settle(waiting);
  const atWork = await receive();
  expect(await isQuiet()).toBe(false);
  quiet.settle(atWork);
  expect(await isQuiet()).toBe(true);
});
