/** Lambda's event source mapping: takes records off a queue, hands them to the function, and deletes what it dealt with. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import { asObject } from '../lambda/json.ts';
import { mainQueue } from '../lambda/wiring.ts';

interface Polled {
  queueUrl: string;
  /** As the function is told. */
  queueArn: string;
  /** What the function answered; undefined where it failed, and then all of them come back. */
  invoke: (event: { Records: SQSRecord[] }) => Promise<{ json: string } | undefined>;
  /** Hears the receipt handles of each batch that it is done with. */
  onDone?: (handles: string[]) => void;
  /** How many batches at once. @default 5 */
  concurrency?: number;
}

interface Received {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes: SQSRecord['attributes'];
  MessageAttributes?: Record<string, { StringValue?: string; BinaryValue?: string; DataType: string }>;
}

/** How the queue knows the poller among those who receive. */
export const pollerAgent = 'event-source-mapping';

const waitSeconds = 20;
const afterFailureMs = 1_000;

/** Runs until `signal` says so. A record that it does not delete comes back when its visibility timeout is over. */
export const startPoller = (polled: Polled, signal?: AbortSignal): void => void poll(polled, signal);

/** One asks for all: were there as many who wait as batches at once, each record would wake them all. */
const poll = async (
  { queueUrl, queueArn, invoke, onDone, concurrency = 5 }: Polled,
  signal?: AbortSignal,
): Promise<void> => {
  const sqs = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(new URL(queueUrl).origin, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
        'user-agent': pollerAgent,
      },
      body: JSON.stringify({ QueueUrl: queueUrl, ...input }),
      ...(signal ? { signal } : {}),
    });
    const told = (await answer.json()) as Record<string, unknown>;
    // Such as a queue that was deleted: it is asked for again after a pause.
    if (!answer.ok) throw new Error(`SQS refused ${operation}`);
    return told;
  };

  const dealWith = async (messages: Received[]) => {
    const answer = await invoke({ Records: messages.map((message) => recordOf(message, queueArn)) });
    const all = new Set(messages.map(({ MessageId }) => MessageId));
    const failed = answer ? failedOf(answer.json, all) : all;
    for (const { MessageId, ReceiptHandle } of messages)
      if (!failed.has(MessageId)) await sqs('DeleteMessage', { ReceiptHandle });
  };

  const atWork = new Set<Promise<void>>();
  const take = (messages: Received[]) => {
    const done = dealWith(messages)
      // What was not deleted comes back.
      .catch(() => {})
      .finally(() => {
        atWork.delete(done);
        onDone?.(messages.map(({ ReceiptHandle }) => ReceiptHandle));
      });
    atWork.add(done);
  };

  while (!signal?.aborted) {
    if (atWork.size === concurrency) await Promise.race(atWork);
    try {
      const { Messages = [] } = (await sqs('ReceiveMessage', {
        MaxNumberOfMessages: mainQueue.batch,
        WaitTimeSeconds: waitSeconds,
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      })) as { Messages?: Received[] };
      if (Messages.length > 0) take(Messages);
    } catch {
      await pause(afterFailureMs, undefined, signal ? { signal } : {}).catch(() => {});
    }
  }
};

const recordOf = ({ MessageAttributes = {}, ...message }: Received, eventSourceARN: string): SQSRecord => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue, BinaryValue, DataType }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  ) as SQSRecord['messageAttributes'],
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion: 'us-east-1',
});

/**
 * As AWS reads the answer: without a list of failures it counts as "all fine", and the records are deleted; where the list
 * names what is no record of the batch, all have failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
const failedOf = (json: string, all: Set<string>): Set<unknown> => {
  const failures = asObject(JSON.parse(json))?.batchItemFailures;
  if (!Array.isArray(failures)) return new Set();
  const named = new Set<unknown>(failures.map((failure) => asObject(failure)?.itemIdentifier));
  return named.isSubsetOf(all) ? named : all;
};
