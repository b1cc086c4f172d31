/** SNS topics whose notifications come to the queue. */
import { Arn, ArnFormat } from 'aws-cdk-lib';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { letIn, type Queues } from './queues.ts';

/**
 * With SNS's envelope, whose MessageId is the key of a message that names none. How often SNS tries a queue is AWS's own
 * affair, 100,015 times over 23 days; what then is left goes to `parked`.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const subscription = (scope: Construct, id: string, { main, parked }: Queues, topic: ITopic): void => {
  const { topicArn } = topic;
  new CfnSubscription(scope, id, {
    topicArn,
    protocol: 'sqs',
    endpoint: main.queueArn,
    rawMessageDelivery: false,
    redrivePolicy: { deadLetterTargetArn: parked.queueArn },
    // Of the topic, which may be another than the stack's.
    region: Arn.split(topicArn, ArnFormat.NO_RESOURCE_NAME).region ?? topic.env.region,
  });
  for (const queue of [main, parked]) letIn(queue, 'sns', topicArn);
};
