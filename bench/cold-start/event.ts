/** The event that is measured: a good message through the HTTP API, each with a key that is new. */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sendRoute } from '../../lambda/wiring.ts';
import { callerKey } from './stand-in.ts';

const { method, path } = sendRoute;
const message = {
  SerialNumber: '3254a9d0424c4806b9ea3d0763abcdef',
  ToPhoneNumber: '+12025550123',
  Message: 'Hello!',
};

export const makeEvent = (): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: '',
  headers: { 'content-type': 'application/json', authorization: callerKey, 'idempotency-key': randomUUID() },
  requestContext: {
    accountId: '000000000000',
    apiId: 'bench',
    domainName: 'localhost',
    domainPrefix: 'bench',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' },
    requestId: randomUUID(),
    routeKey: `${method} ${path}`,
    stage: '$default',
    time: new Date().toUTCString(),
    timeEpoch: Date.now(),
  },
  body: JSON.stringify(message),
  isBase64Encoded: false,
});
