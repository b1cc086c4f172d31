/**
 * One POST to HotTask, reported as a fact. Nothing is judged here, nothing is repeated, no redirect is followed.
 * When the promise resolves the socket is closed and no timer runs: a frozen Lambda that wakes could still send with them.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { AnswerBody, Fact } from '../fact.ts';
import { decodeUtf8 } from '../json.ts';
import type { Message } from '../message.ts';
import { replyLimitBytes, sendRoute, type Timings } from '../wiring.ts';

export interface HotTask {
  /** Posts once. The body is written only once TLS is up, and only until `writeBy` (epoch ms). Never rejects. */
  post: (message: Message, secretKey: string, writeBy: number) => Promise<Fact>;
}

interface Parts {
  url: URL;
  timings: Timings;
  now: () => number;
}

export const makeHotTask = ({ url, timings, now }: Parts): HotTask => {
  const isTls = url.protocol === 'https:';
  const target = new URL(url);
  target.pathname = url.pathname.replace(/\/+$/, '') + sendRoute.path;

  const post: HotTask['post'] = async (message, secretKey, writeBy) => {
    if (now() >= writeBy) return { at: 'deadline' };
    const body = bodyOf(message);
    const request = (isTls ? https : http).request(target, {
      method: sendRoute.method,
      agent: false,
      headers: {
        Authorization: secretKey,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
      },
    });
    return watch(request, { ready: isTls ? 'secureConnect' : 'connect', body, writeBy });
  };

  const watch = (request: http.ClientRequest, { ready, body, writeBy }: Plan): Promise<Fact> => {
    const { promise, resolve } = Promise.withResolvers<Fact>();
    // What would be reported if the socket died now.
    let fact: Fact = { at: 'connect', code: 'CLOSED' };
    let timer = setTimeout(
      () => end({ at: 'connect', code: 'TIMEOUT' }),
      Math.min(timings.connectWithinMs, writeBy - now()),
    );
    let isOver = false;

    // The first fact counts; what the destroyed socket still reports is its consequence.
    const end = (observed: Fact) => {
      if (isOver) return;
      isOver = true;
      fact = observed;
      clearTimeout(timer);
      request.destroy();
    };
    const write = () => {
      if (isOver) return;
      if (now() >= writeBy) return end({ at: 'deadline' });
      clearTimeout(timer);
      fact = { at: 'in flight', code: 'CLOSED' };
      timer = setTimeout(
        () => end(fact.at === 'answer' ? fact : { at: 'in flight', code: 'TIMEOUT' }),
        timings.answerWithinMs,
      );
      request.end(body);
    };
    // The socket may close before the last bytes of the answer were read, so both must be closed.
    const open = new Set<unknown>([request]);
    const closed = (part: unknown) => () => {
      open.delete(part);
      if (open.size > 0) return;
      end(fact);
      resolve(fact);
    };

    request.once('close', closed(request));
    request.once('socket', (socket: Socket) => {
      open.add(socket);
      socket.once(ready, write);
      socket.once('close', closed(socket));
    });
    request.once('response', (response) => {
      open.add(response);
      response.once('close', closed(response));
      fact = factOf(response, { broken: 'cut' });
      collect(response, (answer) => end(factOf(response, answer)));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if ('code' in fact) end({ ...fact, code: error.code ?? 'ERROR' });
    });
    return promise;
  };

  return { post };
};

interface Plan {
  /** The event after which a byte could reach HotTask itself. */
  ready: 'secureConnect' | 'connect';
  body: string;
  writeBy: number;
}

/** Only HotTask's three fields ever leave. */
const bodyOf = ({ SerialNumber, ToPhoneNumber, Message: text }: Message): string =>
  JSON.stringify({ SerialNumber, ToPhoneNumber, Message: text });

const factOf = ({ statusCode, headers }: http.IncomingMessage, body: AnswerBody): Fact => ({
  at: 'answer',
  status: statusCode ?? 0,
  retryAfter: headers['retry-after'],
  body,
});

const collect = (response: http.IncomingMessage, done: (body: AnswerBody) => void): void => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > replyLimitBytes) done({ broken: 'too large' });
    else chunks.push(chunk);
  });
  response.on('end', () => done(response.complete ? decode(Buffer.concat(chunks)) : { broken: 'cut' }));
  response.on('error', () => done({ broken: 'cut' }));
};

const decode = (bytes: Buffer): AnswerBody => {
  const whole = decodeUtf8(bytes);
  return whole === undefined ? { broken: 'not UTF-8' } : { whole };
};
