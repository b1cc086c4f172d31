/** What HotTask may do once it has read a message, other than accept it and say so. */
import type { ServerResponse } from 'node:http';
import { sendRoute } from '../../lambda/wiring.ts';
import { respond } from '../loopback.ts';

export interface HotTaskTrouble {
  /** After it nobody outside can say that the recipient got no text. */
  mayAccept: boolean;
  /** `reset` resets the connection, below TLS where there is TLS. */
  behave: (response: ServerResponse, reset: () => void) => void;
}

export type HotTaskTroubleName = keyof typeof hottaskTroubles;

const accepted = '{"Data":{"Status":"True","Message":"","SessionID":1},"Version":"1.0.0","Success":true,"Code":200}';
const failed = (Code: number) => JSON.stringify({ Data: null, Version: '1.0.0', Success: false, Code, Message: 'No.' });

const json = { 'content-type': 'application/json' };
const says = (mayAccept: boolean, status: number, body: string, headers: Record<string, string> = {}) => ({
  mayAccept,
  behave: (response: ServerResponse) => respond(response, status, body, { ...json, ...headers }),
});
const refuses = (status: number, body = failed(status), headers: Record<string, string> = {}) =>
  says(false, status, body, headers);
const perhaps = (status: number, body = '', headers: Record<string, string> = {}) => says(true, status, body, headers);

/** Half of an answer, and then what `then` does to the connection. */
const half = (then: (response: ServerResponse) => void): HotTaskTrouble => ({
  mayAccept: true,
  behave: (response) => {
    response.writeHead(200, { ...json, 'content-length': accepted.length });
    response.write(accepted.slice(0, 40), () => then(response));
  },
});

const there = { location: sendRoute.path };

export const hottaskTroubles = {
  'resets the connection': { mayAccept: true, behave: (_response, reset) => reset() },
  'closes the connection': { mayAccept: true, behave: (response) => void response.socket?.end() },
  'never answers': { mayAccept: true, behave: () => {} },
  'never ends its answer': half(() => {}),
  'answers half': half((response) => response.socket?.end()),
  'answers 200 with Code 400': refuses(200, failed(400)),
  'answers 200 with Code 500': perhaps(200, failed(500)),
  'answers 200 with Status False': perhaps(200, accepted.replace('"True"', '"False"')),
  'answers nothing': perhaps(200),
  'answers HTML': perhaps(200, '<html>OK</html>', { 'content-type': 'text/html' }),
  'answers 5 MB': perhaps(200, ' '.repeat(5_000_000) + accepted),
  'answers 302': perhaps(302, '', there),
  'answers 307': perhaps(307, '', there),
  'answers 400': refuses(400),
  'answers 401': refuses(401),
  'answers 403': refuses(403),
  'answers 404': refuses(404),
  'answers 408': perhaps(408),
  'answers 409': perhaps(409),
  'answers 413': refuses(413, ''),
  'answers 422': refuses(422, ''),
  'answers 429 with Retry-After': refuses(429, '', { 'retry-after': '7' }),
  'answers 429': refuses(429, ''),
  'answers 500': perhaps(500, failed(500)),
  'answers 502': perhaps(502, '<html>Bad Gateway</html>'),
  'answers 503': perhaps(503, '', { 'retry-after': '1' }),
  'answers 504': perhaps(504),
} satisfies Record<string, HotTaskTrouble>;
