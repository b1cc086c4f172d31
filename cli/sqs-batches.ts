/** How many records go into one call of SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
import { longestBytes } from '../lambda/parking.ts';

interface Sized {
  body: string;
  attributes: Record<string, string | number>;
}

export const bytesOf = ({ body, attributes }: Sized): number =>
  Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes)) + 50 * Object.keys(attributes).length;

/** Ten at most together, and no more bytes than SQS takes at once. */
export function* inBatches<T>(all: T[], bytes: (one: T) => number = () => 0): Generator<T[]> {
  let batch: T[] = [];
  let total = 0;
  for (const one of all) {
    if (batch.length === 10 || (batch.length > 0 && total + bytes(one) > longestBytes)) {
      yield batch;
      batch = [];
      total = 0;
    }
    batch.push(one);
    total += bytes(one);
  }
  if (batch.length > 0) yield batch;
}
