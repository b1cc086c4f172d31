/** Lambda polls the main queue and hands its records to the send function. */
import { EventSourceMapping, type IEventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { mainQueue } from '../lambda/wiring.ts';

export interface QueueMappingProps {
  readonly queue: IQueue;
  readonly send: IFunction;
  /** How many batches are sent at once. */
  readonly maxConcurrency: number;
}

/** The function's role holds the rights already: CDK's `SqsEventSource` would grant them once more, in a policy beside it. */
export const queueMapping = (
  scope: Construct,
  { queue, send, maxConcurrency }: QueueMappingProps,
): IEventSourceMapping =>
  new EventSourceMapping(scope, 'QueueMapping', {
    target: send,
    eventSourceArn: queue.queueArn,
    batchSize: mainQueue.batch,
    // Without it one failed record would bring back the whole batch, and what the answer says would count for nothing.
    reportBatchItemFailures: true,
    // Not the function's reserved concurrency: a throttled poll uses up receives, and a new account may reserve none.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency
    maxConcurrency,
  });
