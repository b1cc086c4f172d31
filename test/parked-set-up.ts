import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask } from './hottask-command.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';
import { eventBridgeEvent, notification } from './queue-records.ts';

export type Attributes = Record<string, string>;

export const setUpParked = async () => {
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

export const keyed = (IdempotencyKey: string, more: object = {}) => ({ ...message, IdempotencyKey, ...more });
export const minuteAgo = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, 'Z');
export const at = Date.parse(minuteAgo);
export const ours = (state: string, more: Attributes = {}) => ({
  State: state,
  Reason: 'Because.',
  SourceTime: String(at),
  Envelope: 'plain',
  ...more,
});

export const invocationRecord = (requestPayload: object, errorType = 'OutcomeUnknown') => ({
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

export const event = eventBridgeEvent(message, { time: minuteAgo });
export const note = notification(message, { Timestamp: minuteAgo });
export const ruleMarks = {
  RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/HotTaskMessenger-38502F5E-message',
  TARGET_ARN: 'arn:aws:sqs:us-east-1:123456789012:main',
  ERROR_CODE: 'NO_PERMISSIONS',
  ERROR_MESSAGE: canary.text,
  EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  RETRY_ATTEMPTS: '185',
};
