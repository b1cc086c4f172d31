/** The two secrets: HotTask's key, which is the user's and rotates, and our own with the callers and the pepper. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { noDigest } from '../callers.ts';
import {
  isWithoutValue,
  type OurSecret,
  parseOurSecret,
  parseSecretKey,
  type Raw,
  type SecretKey,
} from '../secret-values.ts';
import { type Timings, timings as usualTimings } from '../wiring.ts';
import { clientOptions, failureOf, type Overrides, persevere } from './aws-client.ts';
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

interface Client {
  client: SecretsManagerClient;
  timings: Timings;
  log: Log;
  now: () => number;
}

export const makeSecrets = ({
  ids,
  ...parts
}: Client & { ids: { hottaskSecretId: string; messengerSecretId: string } }): SecretStore => ({
  ours: makeOurSecret({ id: ids.messengerSecretId, ...parts }),
  secretKey: cached({ id: ids.hottaskSecretId, ...parts }, parseSecretKey),
});

/** Alone, for who sends nothing: HotTask's key is not for everybody. */
export const makeOurSecret = (parts: Client & { id: string }): Cached<OurSecret> =>
  cached(parts, (raw) => {
    const { ignored, ...read } = parseOurSecret(raw);
    if (ignored?.digests)
      parts.log.error(`an entry of Callers is ${noDigest}, and is ignored`, {}, { NeedsMending: 1 });
    if (ignored?.names)
      parts.log.error(
        'a name in Callers is none that a caller may have and is ignored: add the caller again by caller add NAME',
        {},
        { NeedsMending: 1 },
      );
    return read;
  });

const cached = <T extends { version: string }>(
  { client, id, timings, log, now }: Client & { id: string },
  parse: (raw: Raw) => SecretRead<T>,
): Cached<T> =>
  makeCached({
    now,
    rereadWithinMs: timings.secretsWithinMs,
    read: async (withinMs) => {
      const raw = await readRaw(client, id, withinMs, log);
      return 'value' in raw ? parse(raw.value) : raw;
    },
  });

export const makeSecretsManager = (overrides: Overrides = {}) =>
  new SecretsManagerClient({ ...overrides, ...clientOptions(usualTimings.secretsWithinMs) });

/** Reads once, and again while there is time and hope. Never rejects. */
const readRaw = async (
  client: SecretsManagerClient,
  SecretId: string,
  withinMs: number,
  log: Log,
): Promise<SecretRead<Raw>> => {
  const read = await persevere(withinMs, (signal) => readOnce(client, SecretId, signal));
  if ('value' in read) return { value: read.value };
  log.error('a secret could not be read', { code: read.code });
  return { problem: read.problem };
};

type Once = { mayRepeat: boolean } & ({ value: Raw } | { problem: SecretProblem; code: string });

const readOnce = async (client: SecretsManagerClient, SecretId: string, abortSignal: AbortSignal): Promise<Once> => {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId }), { abortSignal });
    return { value: { text: answer.SecretString, version: answer.VersionId ?? '' }, mayRepeat: false };
  } catch (error) {
    if (isWithoutValue(error as Error)) return { problem: 'empty', code: 'NoValue', mayRepeat: false };
    return { problem: 'unreadable', ...failureOf(error) };
  }
};
