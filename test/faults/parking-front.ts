/** In front of SQS, for one process: each way in which parking a record can go wrong on the wire, and the points that are seen there. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { strike } from '../../sandbox/chaos/aws-troubles.ts';
import { respond } from '../../sandbox/loopback.ts';
import type { FauxqsPeer } from '../peers/fauxqs-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import type { Scene } from './scene.ts';

/** Says where a process finds one of the queues behind it. */
export const startParkingFront = async ({ exchange }: FauxqsPeer, sceneOf: () => Scene, onEnd: OnEnd) => {
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return; // hung up before it had asked
    const call = { pass: () => exchange(request.headers, body) };
    const { troubleOf, pass, late } = sceneOf();
    const trouble = troubleOf('parking');
    if (trouble) return strike(trouble, 'sqs', call, response, late);
    if ((await pass('the parking has arrived')) === 'drop') return;
    const { status, headers, text } = await call.pass();
    if ((await pass('the parking is written')) === 'drop') return;
    respond(response, status, text, headers);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return (queueUrl: string) => `http://127.0.0.1:${port}${new URL(queueUrl).pathname}`;
};
