/**
 * One request to AWS, on a connection of its own. The SDK's own handler loads as much again, for streams and for
 * connections that are kept; and its limit for a connection leaves its timer behind where that is refused.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** As the SDK hands it over. */
export interface AwsRequest {
  /** `http:` or `https:` */
  protocol: string;
  hostname: string;
  port?: number | undefined;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

export interface AwsResponse {
  statusCode: number;
  headers: Record<string, string>;
  /** Whole. */
  body: Uint8Array;
}

/** Rejects where no whole answer came, with Node's own code of why, and once the signal aborts. */
export type Exchange = (request: AwsRequest, signal?: AbortSignal) => Promise<AwsResponse>;

/** @param connectWithinMs gives up a connection that is not up by then, while there is time for another */
export const makeExchange = (connectWithinMs: number): Exchange => {
  // A kept socket would be dead after the next freeze. A kept TLS session is not: the agents are shared for that.
  const agents = { http: new http.Agent({ keepAlive: false }), https: new https.Agent({ keepAlive: false }) };
  return ({ protocol, hostname, body, ...request }, signal) =>
    new Promise((resolve, reject) => {
      const isTls = protocol === 'https:';
      const outgoing = (isTls ? https : http).request(
        { ...request, host: hostname.replace(/^\[|\]$/g, ''), agent: isTls ? agents.https : agents.http, signal },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const headers = response.headers as Record<string, string>;
            resolve({ statusCode: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.once('socket', (socket) => impatient(socket, connectWithinMs));
      outgoing.end(body);
    });
};

const impatient = (socket: Socket, withinMs: number): void => {
  const tooLate = () => socket.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' }));
  socket.setTimeout(withinMs, tooLate);
  socket.once('connect', () => socket.setTimeout(0));
};
