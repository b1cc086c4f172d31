/** The two secrets: HotTask's key, which is the user's and rotates, and our own with the callers and the pepper. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type OurSecret, parseOurSecret, parseSecretKey, type Raw, type SecretKey } from '../secret-values.ts';
import { type Timings, timings as usualTimings } from '../wiring.ts';
import type { Log } from './log.ts';
import { type Cached, makeCached, type SecretProblem, type SecretRead } from './secret-cache.ts';

export type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** What one invocation works with. */
export interface Secrets {
  ours: SecretRead<OurSecret>;
  secretKey: SecretRead<SecretKey>;
}

export interface SecretStore {
  ours: Cached<OurSecret>;
  secretKey: Cached<SecretKey>;
}

interface Parts {
  client: SecretsManagerClient;
  ids: { hottaskSecretId: string; messengerSecretId: string };
  timings: Timings;
  log: Log;
  now: () => number;
}

export const makeSecrets = ({ client, ids, timings, log, now }: Parts): SecretStore => {
  const cached = <T extends { version: string }>(id: string, parse: (raw: Raw) => SecretRead<T>): Cached<T> =>
    makeCached({
      now,
      rereadWithinMs: timings.secretsWithinMs,
      read: async (withinMs) => {
        const raw = await readRaw(client, id, withinMs, log);
        return 'value' in raw ? parse(raw.value) : raw;
      },
    });
  return {
    ours: cached(ids.messengerSecretId, (raw) => {
      const { ignored, ...read } = parseOurSecret(raw);
      if (ignored) log.error('an entry of Callers is no SHA-256 in lowercase hex and is ignored');
      return read;
    }),
    secretKey: cached(ids.hottaskSecretId, parseSecretKey),
  };
};

/**
 * A client that gives up in time and leaves nothing open: a kept-alive socket would be dead after Lambda's next freeze.
 * `requestTimeout` alone only prints a warning, hence `throwOnRequestTimeout`.
 */
export const makeSecretsManager = (
  overrides: {
    endpoint?: string;
    credentials?: { accessKeyId: string; secretAccessKey: string };
    region?: string;
  } = {},
) =>
  new SecretsManagerClient({
    ...overrides,
    // Its own pauses between attempts cannot be ended, and their timers would outlive the answer.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: usualTimings.secretsWithinMs / 2,
      requestTimeout: usualTimings.secretsWithinMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  });

const firstPauseMs = 50;

/** Reads once, and again while there is time and hope. Never rejects. */
const readRaw = async (
  client: SecretsManagerClient,
  SecretId: string,
  withinMs: number,
  log: Log,
): Promise<SecretRead<Raw>> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), withinMs);
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
      const read = await readOnce(client, SecretId, limit.signal);
      if ('value' in read) return read;
      const isOver = !read.mayRepeat || (await aborted(pauseMs, limit.signal));
      if (!isOver) continue;
      log.error('a secret could not be read', { code: read.code });
      return { problem: read.problem };
    }
  } finally {
    clearTimeout(timer);
  }
};

type Once = { value: Raw } | { problem: SecretProblem; code: string; mayRepeat: boolean };

const readOnce = async (client: SecretsManagerClient, SecretId: string, abortSignal: AbortSignal): Promise<Once> => {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId }), { abortSignal });
    return { value: { text: answer.SecretString, version: answer.VersionId ?? '' } };
  } catch (error) {
    const { name, message, $fault } = error as Error & { $fault?: 'client' | 'server' };
    // A secret without a value and a secret that is not there share one error; only its text tells them apart.
    const isEmpty = error instanceof ResourceNotFoundException && message.includes('staging label');
    if (isEmpty) return { problem: 'empty', code: 'NoValue', mayRepeat: false };
    return { problem: 'unreadable', code: name, mayRepeat: $fault !== 'client' || /Throttl/.test(name) };
  }
};

/** Waits; true where the time is over before that. */
const aborted = async (pauseMs: number, signal: AbortSignal): Promise<boolean> =>
  pause(pauseMs, false, { signal }).catch(() => true);
