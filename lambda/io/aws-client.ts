/** What all AWS clients share: they give up in time, and leave nothing open that a frozen Lambda could wake up with. */
import { setTimeout as pause } from 'node:timers/promises';
import { type AwsRequest, makeExchange } from './aws-request.ts';

/** For tests and the sandbox; on Lambda all of it is in the environment. */
export interface Overrides {
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  region?: string;
}

/** What the SDK would look for in many places before its first call, with what it finds on Lambda. */
const settled = {
  defaultsMode: 'legacy',
  retryMode: 'standard',
  authSchemePreference: [] as string[],
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: () => Promise.resolve(undefined),
} as const;

/** For the SDK's clients. What is asked through them has its limit in `persevere`. */
export const clientOptions = (withinMs: number) => {
  const exchange = makeExchange(withinMs / 2);
  return {
    // Its own pauses between attempts cannot be ended, and their timers would outlive the answer.
    maxAttempts: 1,
    ...settled,
    requestHandler: {
      handle: async (request: AwsRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) => ({
        response: await exchange(request, abortSignal),
      }),
    },
  };
};

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
