/** What all AWS clients share: they give up in time, and leave nothing open that a frozen Lambda could wake up with. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** For tests and the sandbox; on Lambda all of it is in the environment. */
export interface Overrides {
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  region?: string;
}

/**
 * Gives up a connection that is not up in time. The SDK's own limit for it leaves its timer behind where the connection
 * is refused, and that would outlive the answer.
 */
const impatient = <A extends HttpAgent>(agent: A, withinMs: number): A => {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const socket = connect(options, done) as Socket;
    socket.setTimeout(withinMs, () => socket.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })));
    socket.once('connect', () => socket.setTimeout(0));
    return socket;
  };
  return agent;
};

/** `requestTimeout` alone only prints a warning, hence `throwOnRequestTimeout`. A kept-alive socket would be dead after the next freeze. */
export const clientOptions = (withinMs: number) => ({
  // Its own pauses between attempts cannot be ended, and their timers would outlive the answer.
  maxAttempts: 1,
  requestHandler: {
    requestTimeout: withinMs,
    throwOnRequestTimeout: true,
    httpAgent: impatient(new HttpAgent({ keepAlive: false }), withinMs / 2),
    httpsAgent: impatient(new HttpsAgent({ keepAlive: false }), withinMs / 2),
  },
});

const firstPauseMs = 50;

/** Asks once, and again while there is time and hope; gives the last answer. Rejects only if `once` does. */
export const persevere = async <Answer extends { mayRepeat: boolean }>(
  withinMs: number,
  once: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), withinMs);
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
      const answer = await once(limit.signal);
      if (!answer.mayRepeat || (await isOver(pauseMs, limit.signal))) return answer;
    }
  } finally {
    clearTimeout(timer);
  }
};

/** Waits; true where the time is over before that. */
const isOver = async (pauseMs: number, signal: AbortSignal): Promise<boolean> =>
  pause(pauseMs, false, { signal }).catch(() => true);

/** AWS's own name for what went wrong, and whether the same request may succeed in a moment. */
export interface Failure {
  code: string;
  mayRepeat: boolean;
  /** AWS answered that it did not do it. Otherwise it may have. */
  isRefusal: boolean;
}

/** Without a connection nothing was asked. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const tooMany = /Throttl|ThroughputExceeded|RequestLimitExceeded|TooManyRequests/;

export const failureOf = (error: unknown): Failure => {
  const {
    name = 'Error',
    code,
    $metadata,
  } = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  const isRefusal = (status >= 400 && status < 500) || neverLeft.test(code ?? '');
  return { code: code ?? name, isRefusal, mayRepeat: !isRefusal || tooMany.test(name) || neverLeft.test(code ?? '') };
};
