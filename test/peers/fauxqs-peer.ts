/** SQS and SNS on the wire: the sandbox's own, with faults made in front of them. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { makeSqsSns, type Waiting } from '../../sandbox/aws/sqs-sns.ts';
import type { OnEnd } from './on-end.ts';

export interface SqsCall {
  /** SendMessage, ReceiveMessage …; empty for SNS. */
  operation: string;
  body: string;
  /** Lets SQS do it, as often as it is called, and gives the answer. */
  pass: () => Promise<{ status: number; headers: Record<string, string>; text: string }>;
}

/** Answers in the place of SQS, or gives false to let it answer. */
export type SqsFault = (call: SqsCall, response: ServerResponse) => Promise<boolean> | boolean;

export const startFauxqsPeer = async (onEnd: OnEnd = onTestFinished) => {
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return; // hung up before it had asked
    const pass = () => sqsSns.exchange(request.headers, body);
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const call = { operation, body: body.toString() };
    peer.calls.push(call);
    if (await peer.fault({ ...call, pass }, response)) return;
    const { status, headers, text } = await pass();
    response.writeHead(status, headers).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sqsSns = await makeSqsSns(url);
  const client = new SQSClient({ endpoint: url, ...anybody });

  const create = async (Attributes: Record<string, string> = {}): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: `queue-${randomUUID()}`, Attributes }));
    return QueueUrl as string;
  };

  const peer = {
    url,
    client,
    /** Every call that arrived, in order. */
    calls: [] as Omit<SqsCall, 'pass'>[],
    fault: (() => false) as SqsFault,
    exchange: sqsSns.exchange,
    /** All that stands in a queue, and nobody receives it by this: what waits, oldest first, then what is in flight. */
    look: (queueUrl: string): Waiting[] => {
      const { visible = [], inFlight = [] } = sqsSns.look(queueUrl.slice(queueUrl.lastIndexOf('/') + 1)) ?? {};
      return [...visible, ...inFlight];
    },
    /** Two new, empty queues, by their URLs; what was received too often on the first moves to the second. */
    createQueues: async ({ visibilitySeconds = 30, maxReceiveCount = 1_000 } = {}) => {
      const parked = await create();
      const asked = new GetQueueAttributesCommand({ QueueUrl: parked, AttributeNames: ['QueueArn'] });
      const deadLetterTargetArn = (await client.send(asked)).Attributes?.QueueArn;
      const main = await create({
        VisibilityTimeout: String(visibilitySeconds),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
      });
      return { main, parked };
    },
  };

  onEnd(async () => {
    client.destroy();
    server.close();
    server.closeAllConnections();
    await sqsSns.close();
  });
  return peer;
};

/** For any client: whoever asks is let in. */
export const anybody = { region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };

export type FauxqsPeer = Awaited<ReturnType<typeof startFauxqsPeer>>;
