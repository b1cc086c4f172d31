/** The two queues: one that everything asynchronous comes through, and one where a person finds what no retry can help. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { mainQueue, maxReceiveCountFor, parkedQueue } from '../lambda/wiring.ts';

export interface Queues {
  readonly main: IQueue;
  readonly parked: IQueue;
}

/** `maxAgeSeconds`: so old a message may be; until then it is received again, however often that fails. */
export const queues = (scope: Construct, { maxAgeSeconds }: { readonly maxAgeSeconds: number }): Queues => {
  const parked = queue(scope, 'ParkedQueue', { retentionPeriod: Duration.days(parkedQueue.retentionDays) });
  const main = queue(scope, 'Queue', {
    retentionPeriod: Duration.days(mainQueue.retentionDays),
    visibilityTimeout: Duration.seconds(mainQueue.visibilitySeconds),
    deadLetterQueue: { queue: parked, maxReceiveCount: maxReceiveCountFor(maxAgeSeconds) },
  });
  return { main, parked };
};

/**
 * Encrypted under SQS's own key: EventBridge and SNS cannot write under the AWS-managed one of KMS. Kept when the stack
 * goes, since what waits in it was not sent yet; without a name of its own, so that its successor does not collide.
 */
const queue = (scope: Construct, id: string, props: QueueProps): Queue =>
  new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  });

/** Who may write to the queue may text: only this one rule or topic, of all that the service has. */
export const letIn = (queue: IQueue, service: 'events' | 'sns', sourceArn: string): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    }),
  );
};
