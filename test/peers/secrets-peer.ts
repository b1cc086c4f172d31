/** Secrets Manager on the wire: the sandbox's own, with faults made in front of it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { makeSecretsManager } from '../../sandbox/aws/secrets-manager.ts';
import { canary } from '../canary.ts';
import type { OnEnd } from './on-end.ts';

/** Answers in the place of Secrets Manager, or returns false to let it answer. */
export type Fault = (response: ServerResponse, secretId: string) => boolean;

export const awsError =
  (name: string, message = name, status = 400): Fault =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name });
    response.end(JSON.stringify({ __type: name, message }));
    return true;
  };

export const callersWith = (...keys: string[]) => ({
  web: keys.map((key) => createHash('sha256').update(key).digest('hex')),
});
export const ourSecret = (callers: object = callersWith(canary.callerKey)) =>
  JSON.stringify({ Callers: callers, Pepper: 'test-pepper' });

export const startSecretsPeer = async (
  initial: { hottask?: string; messenger?: string } = {},
  onEnd: OnEnd = onTestFinished,
) => {
  const secrets = makeSecretsManager({
    hottask: initial.hottask ?? canary.secretKey,
    messenger: initial.messenger ?? ourSecret(),
  });
  const peer = {
    url: '',
    /** The SecretId of each read that arrived. */
    reads: [] as string[],
    fault: (() => false) as Fault,
    current: secrets.current,
    /** Another value, with a new version. */
    set: (SecretId: 'hottask' | 'messenger', SecretString: string) =>
      secrets.answer('PutSecretValue', { SecretId, SecretString }),
  };
  const server = createServer(async (request, response) => {
    const input = JSON.parse(await text(request));
    peer.reads.push(input.SecretId);
    if (peer.fault(response, input.SecretId)) return;
    try {
      const body = JSON.stringify(secrets.answer('GetSecretValue', input));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
    } catch (error) {
      const { name, message } = error as Error;
      awsError(name, message)(response, input.SecretId);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  peer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return peer;
};
