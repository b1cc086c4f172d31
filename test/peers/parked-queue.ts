/** SQS in this process, played by fauxqs, for functions of whose parking a test asks nothing. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { makeSqsSns } from '../../sandbox/aws/sqs-sns.ts';

let started: Promise<string> | undefined;

/** The URL of the one queue `parked` of this process, which ends with it. */
export const parkedQueue = (): Promise<string> => {
  started ??= start();
  return started;
};

const start = async (): Promise<string> => {
  const server = createServer(async (request, response) => {
    const { status, headers, text } = await sqs.exchange(request.headers, await buffer(request));
    response.writeHead(status, headers).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const sqs = await makeSqsSns(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const made = await sqs.exchange(
    { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.CreateQueue' },
    JSON.stringify({ QueueName: `parked-${randomUUID()}` }),
  );
  return JSON.parse(made.text).QueueUrl;
};
