/** An HTTP server for this machine alone, for the far ends that a measured process talks to. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Request {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface Loopback {
  /** host:port on 127.0.0.1. */
  address: string;
  close: () => void;
}

/** Answers each request with what `answer` gives; where it gives nothing, the request waits until the end. */
export const listen = async (answer: (request: Request) => Reply | undefined): Promise<Loopback> => {
  const server = createServer(async (request, response) => {
    const reply = answer({ path: request.url ?? '/', headers: request.headers, body: await text(request) });
    if (reply) response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
