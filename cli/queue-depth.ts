/** How many records stand on a queue; SQS's own count, which may lag behind for a minute. */
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Access, noting, optionsFor } from './aws-access.ts';

export interface Depth {
  waiting: number;
  /** Received, and not yet done with. */
  underWay: number;
}

export const depthOf = async (QueueUrl: string, access: Access): Promise<Depth> => {
  // It calls the URL's own host in any case, and prints a warning where its endpoint is another.
  const client = noting(new SQSClient(optionsFor({ ...access, endpoint: new URL(QueueUrl).origin })));
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      underWay: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  } finally {
    client.destroy();
  }
};
