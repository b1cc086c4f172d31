/** SQS and SNS as the sandbox and the tests have them, spoken to by AWS's own SDK. */
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { anybody, startFauxqsPeer } from './peers/fauxqs-peer.ts';

const emoji = 'See you on Thursday 😀 at 9 👩‍👩‍👧';

test('queue URLs are on this machine, whatever region a caller names', async () => {
  const sqs = await startFauxqsPeer();
  const { main, parked } = await sqs.createQueues();
  expect([main, parked].map((url) => url.replace(/queue-[\w-]+$/, ''))).toEqual(
    Array(2).fill(`${sqs.url}/000000000000/`),
  );
  expect((await sqs.client.send(new ListQueuesCommand({}))).QueueUrls?.sort()).toEqual([main, parked].sort());
});

// The SDK itself compares the MD5 of what it sent and of what it receives, and throws where they differ.
test('a body with an emoji comes back unchanged, alone and in a batch', async () => {
  const sqs = await startFauxqsPeer();
  const { main: QueueUrl } = await sqs.createQueues();
  const MessageAttributes = { Words: { DataType: 'String', StringValue: emoji } };
  await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: emoji, MessageAttributes }));
  await sqs.client.send(
    new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'one', MessageBody: `${emoji} again` }] }),
  );
  const asked = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await sqs.client.send(new ReceiveMessageCommand(asked));
  expect(Messages.map(({ Body }) => Body)).toEqual([emoji, `${emoji} again`]);
  expect(Messages[0]?.MessageAttributes).toEqual(MessageAttributes);
});

// A notification that is parked is sent so, by whomever.
test('a body that is a notification of SNS comes back as it was sent', async () => {
  const sqs = await startFauxqsPeer();
  const { main: QueueUrl } = await sqs.createQueues();
  const MessageBody =
    '{"Type":"Notification","Message":"hi","Timestamp":"2027-03-01T08:00:00.000Z","SignatureVersion":"1"}';
  await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const { Messages = [] } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages[0]?.Body).toBe(MessageBody);
});

test('half a character and a control character are refused, as at AWS', async () => {
  const sqs = await startFauxqsPeer();
  const { main: QueueUrl } = await sqs.createQueues();
  for (const MessageBody of ['half: \ud83d', 'bell: \u0007', 'no character: \uffff'])
    await expect(sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody }))).rejects.toMatchObject({
      name: 'InvalidMessageContents',
    });
});

test('errors have the names that AWS gives them', async () => {
  const sqs = await startFauxqsPeer();
  const { main: QueueUrl } = await sqs.createQueues();
  const send = (input: { QueueUrl: string; MessageBody: string }) => sqs.client.send(new SendMessageCommand(input));
  await expect(send({ QueueUrl: `${QueueUrl}-gone`, MessageBody: 'a' })).rejects.toBeInstanceOf(QueueDoesNotExist);
  await expect(send({ QueueUrl, MessageBody: 'a'.repeat(1_048_577) })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringMatching(/shorter than 1048576 bytes/),
  });
  await expect(sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn: 'arn' }))).rejects.toMatchObject({
    message: 'Not simulated here: StartMessageMoveTask',
  });
});

test('who names no message attributes gets none, as at AWS', async () => {
  const sqs = await startFauxqsPeer();
  const { main: QueueUrl } = await sqs.createQueues();
  const MessageAttributes = Object.fromEntries(
    ['A', 'B'].map((name) => [name, { DataType: 'String', StringValue: name }]),
  );
  await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', MessageAttributes }));
  const receive = async (MessageAttributeNames?: string[]) => {
    const asked = { QueueUrl, VisibilityTimeout: 0, ...(MessageAttributeNames ? { MessageAttributeNames } : {}) };
    const { Messages = [] } = await sqs.client.send(new ReceiveMessageCommand(asked));
    return Messages.map((message) => Object.keys(message.MessageAttributes ?? {}));
  };
  expect(await receive()).toEqual([[]]);
  expect(await receive([])).toEqual([[]]);
  expect(await receive(['B'])).toEqual([['B']]);
  expect(await receive(['All'])).toEqual([['A', 'B']]);
});

test('what is published with an emoji comes to the queue in its envelope, unchanged', async () => {
  const sqs = await startFauxqsPeer();
  const { main: QueueUrl } = await sqs.createQueues();
  const sns = new SNSClient({ endpoint: sqs.url, ...anybody });
  onTestFinished(() => sns.destroy());
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'topic' }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const { Attributes } = await sqs.client.send(asked);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }));
  await sns.send(new PublishCommand({ TopicArn, Message: emoji, Subject: 'Reminder' }));
  const { Messages = [] } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({ Type: 'Notification', TopicArn, Message: emoji });
});
