/** An SNS topic whose notifications hold messages, and come through the main queue. */
import { Names, Stack } from 'aws-cdk-lib';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Queues } from './queues.ts';

/**
 * Without raw delivery, which strips the envelope and with it the notification's id, the key where a message names none.
 * There is no retry policy to state: to SQS, SNS tries for 23 days and lets nobody change it, and then the dead letters
 * are the only trace. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const topicSubscription = (scope: Construct, topic: ITopic, queues: Queues): void => {
  if (topic.fifo) throw new Error('subscribe: a FIFO topic promises an order that this queue does not keep');
  const { region } = topic.env;
  const subscription = new CfnSubscription(scope, `Subscription-${Names.nodeUniqueId(topic.node)}`, {
    topicArn: topic.topicArn,
    protocol: 'sqs',
    endpoint: queues.main.queueArn,
    rawMessageDelivery: false,
    redrivePolicy: { deadLetterTargetArn: queues.parked.queueArn },
    // Told only where it is another: CloudFormation looks for the topic in the stack's own.
    ...(region === Stack.of(scope).region ? {} : { region }),
  });
  // First let in, then subscribed: what a queue refuses SNS does not try again.
  subscription.node.addDependency(...queues.letIn('sns.amazonaws.com', topic.topicArn));
};
