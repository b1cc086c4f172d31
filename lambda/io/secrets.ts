/** The two secrets: HotTask's key, which is the user's and rotates, and our own with the callers and the pepper. */
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type OurSecret, parseOurSecret, parseSecretKey, type Raw, type SecretKey } from '../secret-values.ts';
import { type Timings, timings as usualTimings } from '../wiring.ts';
import type { Log } from './log.ts';
import { type Cached, makeCached, type SecretRead } from './secret-cache.ts';

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
    requestHandler: {
      connectionTimeout: usualTimings.secretsWithinMs / 2,
      requestTimeout: usualTimings.secretsWithinMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  });

const readRaw = async (
  client: SecretsManagerClient,
  SecretId: string,
  withinMs: number,
  log: Log,
): Promise<SecretRead<Raw>> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), withinMs);
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId }), { abortSignal: limit.signal });
    return { value: { text: answer.SecretString, version: answer.VersionId ?? '' } };
  } catch (error) {
    const { name, message } = error as Error;
    // A secret without a value and a secret that is not there share one error; only its text tells them apart.
    const isEmpty = error instanceof ResourceNotFoundException && message.includes('staging label');
    log.error('a secret could not be read', { code: isEmpty ? 'NoValue' : name });
    return { problem: isEmpty ? 'empty' : 'unreadable' };
  } finally {
    clearTimeout(timer);
  }
};
