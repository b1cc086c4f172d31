/** SQS's older protocol, forms in and XML out, as the sandbox's AWS endpoint speaks it. */
import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { message } from './function.ts';
import { sharedSandbox } from './sandbox-process.ts';
import { listen } from './sandbox-stream.ts';

const sandbox = await sharedSandbox();
const parked = `${sandbox.aws}/000000000000/hottask-messenger-parked`;

/** Asks the endpoint, as old clients do. */
const ask = async (Action: string, fields: Record<string, string> = { QueueUrl: parked }, url = sandbox.aws) => {
  const body = new URLSearchParams({ Action, Version: '2012-11-05', ...fields });
  const answer = await fetch(url, { method: 'POST', body });
  const xml = await answer.text();
  const all = (tag: string) => [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, text]) => text);
  return { status: answer.status, xml, all, one: (tag: string) => all(tag)[0] ?? '' };
};
const inQueue = (fields: Record<string, string>) => ({ QueueUrl: parked, ...fields });

const numbered = (name: string, all: object[]) =>
  Object.fromEntries(
    all.flatMap((entry, at) => Object.entries(entry).map(([key, value]) => [`${name}.${at + 1}.${key}`, value])),
  );
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const left = async () =>
  ((await (await fetch(`${sandbox.url}/api/queues`)).json()) as Record<string, object>)['hottask-messenger-parked'];

beforeEach(async () => {
  await ask('PurgeQueue');
});

test('what is sent by it is one text', async () => {
  const stream = await listen(sandbox);
  const MessageBody = JSON.stringify({ ...message, Message: 'Old <&> "new" 🎉', IdempotencyKey: 'k' });
  const sent = await ask('SendMessage', { QueueUrl: `${sandbox.aws}/000000000000/hottask-messenger`, MessageBody });
  expect(sent.xml).toMatch(/^<SendMessageResponse xmlns="[^"]+"><SendMessageResult><MessageId>[0-9a-f-]{36}</);
  expect(sent.one('MD5OfMessageBody')).toBe(md5(MessageBody));
  expect(await stream.next('message')).toMatchObject({ Message: 'Old <&> "new" 🎉' });
});

test('what was sent comes back, with its attributes and each line break, and can be deleted', async () => {
  const body = 'a\r\nb <&> "c"';
  const Value = { 'Value.DataType': 'String', 'Value.StringValue': '<' };
  // To the queue's own URL, which the form then need not name.
  const fields = { MessageBody: body, ...numbered('MessageAttribute', [{ Name: 'State', ...Value }]) };
  expect((await ask('SendMessage', fields, parked)).status).toBe(200);
  const got = await ask('ReceiveMessage', inQueue({ 'AttributeName.1': 'All', 'MessageAttributeName.1': 'State' }));
  expect(got.one('Body')).toBe('a&#13;\nb &#60;&#38;&#62; &#34;c&#34;');
  expect(got.one('MD5OfBody')).toBe(md5(body));
  expect(got.xml).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  expect(got.one('MessageAttribute')).toBe(
    '<Name>State</Name><Value><DataType>String</DataType><StringValue>&#60;</StringValue></Value>',
  );
  await ask('DeleteMessage', inQueue({ ReceiptHandle: got.one('ReceiptHandle') }));
  expect(await left()).toEqual({ Visible: 0, InFlight: 0 });
});

test('batches keep their order, and name what was refused', async () => {
  const entries = Array.from({ length: 10 }, (_, at) => ({
    Id: `n${at}`,
    MessageBody: at === 3 ? '\u0007' : `no ${at}`,
  }));
  const sent = await ask('SendMessageBatch', inQueue(numbered('SendMessageBatchRequestEntry', entries)));
  expect(sent.all('SendMessageBatchResultEntry')).toHaveLength(9);
  expect(sent.one('BatchResultErrorEntry')).toMatch(/^<Id>n3<.*<Code>InvalidMessageContents</);
  const got = await ask('ReceiveMessage', inQueue({ MaxNumberOfMessages: '10' }));
  expect(got.all('Body')).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9].map((at) => `no ${at}`));
  const handles = got.all('ReceiptHandle').map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle }));
  await ask('DeleteMessageBatch', inQueue(numbered('DeleteMessageBatchRequestEntry', handles)));
  expect(await left()).toEqual({ Visible: 0, InFlight: 0 });
});

test('queues are made, found and described', async () => {
  const attribute = numbered('Attribute', [{ Name: 'VisibilityTimeout', Value: '7' }]);
  const QueueUrl = (await ask('CreateQueue', { QueueName: 'mine', ...attribute })).one('QueueUrl');
  expect(QueueUrl).toBe(`${sandbox.aws}/000000000000/mine`);
  const described = await ask('GetQueueAttributes', { QueueUrl, 'AttributeName.1': 'VisibilityTimeout' });
  expect(described.all('Attribute')).toEqual(['<Name>VisibilityTimeout</Name><Value>7</Value>']);
  const names = (await ask('ListQueues', {})).all('QueueUrl').map((url) => url?.split('/').at(-1));
  expect(names).toEqual(['hottask-messenger', 'hottask-messenger-parked', 'mine']);
});

test.each([
  ['GetQueueUrl', { QueueName: 'none' }, 'AWS.SimpleQueueService.NonExistentQueue'],
  ['SendMessage', inQueue({ MessageBody: '\u0007' }), 'InvalidMessageContents'],
  ['StartMessageMoveTask', { SourceArn: 'arn' }, 'InvalidAction'],
])('%s with %o is refused by the code that AWS has for it', async (action, fields, code) => {
  const answer = await ask(action, fields);
  expect([answer.status, answer.one('Code')]).toEqual([400, code]);
});

test('a form for another service is not simulated', async () => {
  expect(await ask('GetCallerIdentity', { Version: '2011-06-15' })).toMatchObject({
    status: 400,
    xml: expect.stringMatching(/Not simulated here: GetCallerIdentity/),
  });
});
