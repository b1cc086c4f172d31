/** HTTP servers for this machine alone: bound to 127.0.0.1, closed to other web pages, with a limit on what they read. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;
/** What stands in the path where the route has a name in braces, percent-decoded. */
export type ParametersOf = Record<string, string>;
/** Method, path (a last `*` fits all that begins so, `{name}` one part of a path), and who answers. */
export type Route = [
  method: string,
  path: string,
  answer: (request: IncomingMessage, response: ServerResponse, parameters: ParametersOf) => unknown,
];

export interface Bound {
  url: string;
  serve: (answer: Answer) => void;
}

const names = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A page from elsewhere could post to us or, by a name that it lets point here, read from us. */
const isForeign = ({ headers: { host, origin } }: IncomingMessage): boolean => {
  if (!host || !names.has(host.replace(/:\d+$/, ''))) return true;
  return origin !== undefined && origin !== `http://${host}`;
};

/** Takes a port (0: a free one) before anybody answers on it, so that servers which need each other's URL can be wired. */
export const bind = async (port: number): Promise<Bound> => {
  let answer: Answer | undefined;
  const server = createServer(async (request, response) => {
    if (isForeign(request))
      return json(response, 403, { message: 'Only this machine may call: Host or Origin is foreign' });
    try {
      await answer?.(request, response);
    } catch (error) {
      fail(response, error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (given) => {
      answer = given;
    },
  };
};

const fail = (response: ServerResponse, error: unknown) => {
  if (response.headersSent) return response.destroy();
  if (error instanceof TooLarge) return json(response, 413, { message: 'Request Entity Too Large' });
  console.error((error as Error).stack);
  json(response, 500, { message: 'Internal Server Error' });
};

/** The first route that fits answers; the gateway's own 404 where none does, and its 400 where a path is no percent-encoding. */
export const route = (routes: Route[]): Answer => {
  const compiled = routes.map(([method, pattern, answer]) => ({ method, form: formOf(pattern), answer }));
  return (request, response) => {
    const path = pathOf(request);
    const found = compiled.find(({ method, form }) => method === request.method && form.test(path));
    if (!found) return json(response, 404, { message: 'Not Found' });
    const parameters = decoded(found.form.exec(path)?.groups ?? {});
    return parameters ? found.answer(request, response, parameters) : json(response, 400, { message: 'Bad Request' });
  };
};

const formOf = (pattern: string): RegExp => {
  const source = RegExp.escape(pattern.replace(/\*$/, '')).replace(/\\\{(\w+)\\\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}${pattern.endsWith('*') ? '' : '$'}`);
};

const decoded = (given: ParametersOf): ParametersOf | undefined => {
  try {
    return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    return undefined;
  }
};

export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] as string;
export const queryOf = ({ url = '/' }: IncomingMessage): string =>
  url.slice(pathOf({ url } as IncomingMessage).length + 1);

class TooLarge extends Error {}

/** The whole body; past the limit the caller gets a 413. */
export const readBody = async (request: IncomingMessage, limitBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** Answers with a Content-Length, as the gateway does. */
export const respond = (
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void => {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
};

export const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => respond(response, status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
