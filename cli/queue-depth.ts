/** How many records stand on a queue; SQS's own count, which may lag behind for a minute. */
import { GetQueueAttributesCommand, type QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs';
import { type Access, asking, optionsFor } from './aws-access.ts';

export interface Depth {
  waiting: number;
  /** Received, and not yet done with. */
  underWay: number;
  all: number;
}

export const depthOf = async (QueueUrl: string, access: Access): Promise<Depth> => {
  // It calls the URL's own host in any case, and prints a warning where its endpoint is another.
  const client = new SQSClient(optionsFor({ ...access, endpoint: new URL(QueueUrl).origin }));
  const AttributeNames: QueueAttributeName[] = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  const { Attributes = {} } = await asking(client, () =>
    client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames })),
  );
  const [waiting, underWay] = AttributeNames.map((name) => Number(Attributes[name] ?? 0)) as [number, number];
  return { waiting, underWay, all: waiting + underWay };
};
