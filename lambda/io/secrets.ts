/** The two secrets: HotTask's key, which is the user's and rotates, and our own with the callers and the pepper. */
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Caller } from '../callers.ts';
import type { Timings } from '../wiring.ts';
import type { Log } from './log.ts';
import { type Cached, makeCached, type SecretRead } from './secret-cache.ts';

export type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** HotTask's key: visible ASCII, sent as it is. */
export interface SecretKey {
  text: string;
  version: string;
}

export interface OurSecret {
  callers: Caller[];
  /** Key of the HMACs under which numbers and texts are kept. */
  pepper: string;
  version: string;
}

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
    ours: cached(ids.messengerSecretId, (raw) => parseOurSecret(raw, log)),
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
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
  });

interface Raw {
  text: string | undefined;
  version: string;
}

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

const asObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

const visibleAscii = /^[!-~]{1,4096}$/;

/** The raw key, or JSON with `SecretKey`. Spaces around it are a slip of the hand; anything else odd is refused. */
export const parseSecretKey = ({ text, version }: Raw): SecretRead<SecretKey> => {
  if (text === undefined) return { problem: 'malformed' };
  const object = asObject(text);
  const key = object ? object.SecretKey : text;
  if (typeof key !== 'string') return { problem: 'malformed' };
  if (key.trim() === '') return { problem: 'empty' };
  return visibleAscii.test(key.trim()) ? { value: { text: key.trim(), version } } : { problem: 'malformed' };
};

const digest = /^[0-9a-f]{64}$/;

/** `{"Callers": {"web": ["<SHA-256 in lowercase hex>"]}, "Pepper": "…"}`; an entry that is no digest is ignored and logged. */
export const parseOurSecret = ({ text, version }: Raw, log: Log): SecretRead<OurSecret> => {
  const object = asObject(text ?? '');
  const { Callers, Pepper } = object ?? {};
  if (typeof Pepper !== 'string' || Pepper.trim() === '') return { problem: 'malformed' };
  if (typeof Callers !== 'object' || Callers === null || Array.isArray(Callers)) return { problem: 'malformed' };
  const entries = Object.entries(Callers).flatMap(([name, digests]) =>
    [digests].flat().map((hex: unknown) => ({ name, hex })),
  );
  const callers = entries.flatMap(({ name, hex }) =>
    typeof hex === 'string' && digest.test(hex) ? [{ name, digest: Buffer.from(hex, 'hex') }] : [],
  );
  if (callers.length < entries.length) log.error('an entry of Callers is no SHA-256 in lowercase hex and is ignored');
  return { value: { callers, pepper: Pepper.trim(), version } };
};
