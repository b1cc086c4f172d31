/** How Lambda brings the queue's records to the function. */
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { mainQueue } from '../lambda/wiring.ts';

export interface QueueMappingProps {
  readonly queue: IQueue;
  readonly send: IFunction;
  /** How many batches are sent at once, at most. It takes the place of a reserved concurrency, which new accounts have none to give for. */
  readonly maxConcurrency: number;
}

export const queueMapping = (scope: Construct, { queue, send, maxConcurrency }: QueueMappingProps): void => {
  new EventSourceMapping(scope, 'QueueMapping', {
    eventSourceArn: queue.queueArn,
    target: send,
    batchSize: mainQueue.batch,
    // Without it one record that comes back would bring all ten.
    reportBatchItemFailures: true,
    maxConcurrency,
  });
};
