/** The sandbox's two queues and its topic, as the stack has them: made at the start, counted and looked into at any time. */
import { mainQueue, maxReceiveCountFor } from '../lambda/wiring.ts';
import { askSqs, type Looked, type SqsSns, type Waiting } from './aws/sqs-sns.ts';
import { queues, topicArn } from './settings.ts';

export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

export const createQueues = async ({ exchange }: SqsSns, maxAgeSeconds: number): Promise<void> => {
  const sns = (Action: string, input: Record<string, string>) =>
    exchange(
      { 'content-type': 'application/x-www-form-urlencoded' },
      String(new URLSearchParams({ Action, ...input })),
    );

  await askSqs(exchange, 'CreateQueue', { QueueName: queues.parked });
  await askSqs(exchange, 'CreateQueue', {
    QueueName: queues.main,
    Attributes: {
      VisibilityTimeout: String(mainQueue.visibilitySeconds),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: arnOf(queues.parked),
        maxReceiveCount: maxReceiveCountFor(maxAgeSeconds),
      }),
    },
  });
  await sns('CreateTopic', { Name: topicArn.split(':').at(-1) as string });
  await sns('Subscribe', { TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf(queues.main) });
};

/** Queue → how many wait, and how many somebody has received. */
export type Counts = Record<string, { Visible: number; InFlight: number }>;

export const countsOf = ({ look }: SqsSns): Counts =>
  Object.fromEntries(
    [queues.main, queues.parked].map((name) => {
      const { visible, inFlight } = look(name) ?? gone;
      return [name, { Visible: visible.length, InFlight: inFlight.length }];
    }),
  );

/** Whoever may call this machine may delete a queue, and make it again. */
const gone: Looked = { visible: [], inFlight: [] };

/** One record that waits for a person, in the control API's manner. */
export interface Parked {
  Id: string;
  SentAt: string;
  /** How often somebody received it. */
  ReceiveCount: number;
  /** As many as AWS or the function gave it. */
  Attributes: Record<string, string>;
  Body: string;
}

/** The newest first. */
export const parkedOf = ({ look }: SqsSns): Parked[] => {
  const { visible, inFlight } = look(queues.parked) ?? gone;
  // What was sent within one millisecond stands in the order in which it came.
  return [...visible, ...inFlight]
    .reverse()
    .sort((a, b) => b.sentTimestamp - a.sentTimestamp)
    .map(told);
};

const told = ({ messageId, sentTimestamp, approximateReceiveCount, messageAttributes, body }: Waiting): Parked => ({
  Id: messageId,
  SentAt: new Date(sentTimestamp).toISOString(),
  ReceiveCount: approximateReceiveCount,
  Attributes: Object.fromEntries(
    Object.entries(messageAttributes ?? {}).map(([name, { StringValue = '' }]) => [name, StringValue]),
  ),
  Body: body,
});
