/** The two queues: `main`, through which everything asynchronous comes, and `parked`, where what no retry can help waits for a person. */
import { Duration, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IDependable } from 'constructs';
import { mainQueue, maxReceiveCountFor, parkedQueue } from '../lambda/wiring.ts';

export interface Queues {
  readonly main: IQueue;
  readonly parked: IQueue;
  readonly letIn: LetIn;
}

type Service = 'events.amazonaws.com' | 'sns.amazonaws.com';
/** Lets one rule or topic write to both. Returns what must be there before it. */
type LetIn = (service: Service, sourceArn: string) => IDependable[];

/** @param maxAgeSeconds how old a message may be: that ends it, and never the number of its receives */
export const makeQueues = (scope: Construct, maxAgeSeconds: number): Queues => {
  const parked = new Queue(scope, 'Parked', { ...shared, retentionPeriod: Duration.days(parkedQueue.retentionDays) });
  const main = new Queue(scope, 'Queue', {
    ...shared,
    retentionPeriod: Duration.days(mainQueue.retentionDays),
    visibilityTimeout: Duration.seconds(mainQueue.visibilitySeconds),
    deadLetterQueue: { queue: parked, maxReceiveCount: maxReceiveCountFor(maxAgeSeconds) },
  });
  return { main, parked, letIn: makeLetIn([main, parked]) };
};

const shared: QueueProps = {
  // Under the AWS-managed KMS key EventBridge and SNS could not write:
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  // What is in them was not sent yet, and nobody else has it: it must not go with the stack. Without names of their own,
  // so that a stack deployed again does not collide with what its predecessor left.
  removalPolicy: RemovalPolicy.RETAIN,
};

/**
 * Lets rules and topics fill `main`, and `parked` where that fails. Who may write to them may text, so each is named:
 * the service alone would let in the rules of every other account. All of a service stand in one statement with one
 * condition, since a queue's policy takes 20 and 10 of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
const makeLetIn = (queues: IQueue[]): LetIn => {
  const sourcesOf = new Map<Service, { arns: string[]; policies: IDependable[] }>();
  return (service, sourceArn) => {
    const { arns, policies } = sourcesOf.get(service) ?? { arns: [], policies: [] };
    arns.push(sourceArn);
    if (policies.length === 0) {
      sourcesOf.set(service, { arns, policies });
      for (const queue of queues) policies.push(allow(queue, service, arns));
    }
    return policies;
  };
};

/** `arns` may grow until the template is written. */
const allow = (queue: IQueue, service: Service, arns: string[]): IDependable => {
  const statement = new PolicyStatement({
    principals: [new ServicePrincipal(service)],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': Lazy.list({ produce: () => arns }) } },
  });
  return queue.addToResourcePolicy(statement).policyDependable as IDependable;
};
