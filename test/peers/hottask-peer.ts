/** HotTask's side of the wire, over real TLS: counts what arrives, and behaves as a test tells it. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import { makeCertificates } from './certificates.ts';
import type { OnEnd } from './on-end.ts';

export const certificates = await makeCertificates();
setDefaultCACertificates([certificates.ca]);

export interface Post {
  authorization: string | undefined;
  body: string;
}

/** How it answers one POST; it may use the socket below. */
export type Behaviour = (response: ServerResponse, post: Post) => void;

export const accepts =
  '{"Data":{"Status":"True","Message":"","SessionID":123123123123123123},"Version":"1.0.0","Success":true,"Code":200,"Message":""}';

export const answers =
  (status: number, body: string, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

/** Resets the connection below TLS. */
export const reset: Behaviour = (response) => connections.get(response.socket?.remotePort)?.resetAndDestroy();
const connections = new Map<number | undefined, Socket>();

export const startHotTaskPeer = async (
  behave: Behaviour = answers(200, accepts),
  certificate = certificates.good,
  onEnd: OnEnd = onTestFinished,
) => {
  const posts: Post[] = [];
  const server = https.createServer(certificate, async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const post = { authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() };
    posts.push(post);
    peer.behave(response, post);
  });
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    connections.set(socket.remotePort, socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const peer = {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    /** What reached it, in order. */
    posts,
    /** Connections that are open now. */
    open,
    behave,
    /** Takes over a connection that another server has accepted. */
    takeOver: (socket: Socket) => void server.emit('connection', socket),
  };
  return peer;
};

/** A far end that never gets as far as TLS. */
export const startTcpPeer = async (onConnection: (socket: Socket) => void, onEnd: OnEnd = onTestFinished) => {
  const sockets: Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, sockets };
};

/** A port on which nobody listens. */
export const closedPort = async (): Promise<string> => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `https://localhost:${port}`;
};
