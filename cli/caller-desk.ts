/** What a person may do with the callers in our own secret. Everything else that stands there is kept as it is. */
import { randomBytes } from 'node:crypto';
import { isCallerName, isDigest } from '../lambda/callers.ts';
import { asObject, readObjectKeepingDigits } from '../lambda/json.ts';
import { Failed } from './command.ts';
import type { SecretDesk, SecretValue } from './secret-desk.ts';
import { type Env, type Given, withSecretOf } from './which-secret.ts';

/** Name → the SHA-256 of each live key, the oldest first. What a slip of the hand put there may be anything. */
export type Callers = Record<string, unknown[]>;

/** The callers as they shall be; or throws Failed where nothing shall be done. */
export type Change = (callers: Callers) => Callers;

export interface CallerDesk {
  list: () => Promise<Callers>;
  /** Of two at once none is lost: who was slower changes what the other left. */
  change: (change: Change) => Promise<void>;
}

/** A person's change, another's, and a rotation's: more of them in a row than that is no accident. */
const tries = 8;

export const withCallers = <T>(given: Given, env: Env, use: (desk: CallerDesk) => Promise<T>): Promise<T> =>
  withSecretOf({ whose: 'messenger', given, env }, (secret) => use(makeCallerDesk(secret)));

export const makeCallerDesk = (secret: SecretDesk): CallerDesk => ({
  list: async () => callersOf(fieldsOf(await secret.read())),
  change: async (change) => {
    for (let left = tries; left > 0; left -= 1) {
      const read = await secret.read();
      const fields = fieldsOf(read);
      const Callers = change(callersOf(fields));
      if (await secret.replace(read as SecretValue, JSON.stringify({ ...fields, Callers }))) return;
    }
    throw new Failed('Others change the callers all the time: nothing of yours was written, try again');
  },
});

/** What the functions read of it: without names that no caller may have, and keys that are no digest. */
export const withoutIgnored = (callers: Callers): Callers =>
  Object.fromEntries(
    Object.entries(callers).flatMap(([name, digests]) => {
      const kept = digests.filter(isDigest);
      return isCallerName(name) && kept.length > 0 ? [[name, kept]] : [];
    }),
  );

/** 256 bits, in letters that a header takes as they are. */
export const newKey = (): string => randomBytes(32).toString('base64url');

const fieldsOf = (read: SecretValue | undefined): Record<string, unknown> => {
  const fields = readObjectKeepingDigits(read?.text?.trim() ?? '');
  if (!fields || typeof fields.Pepper !== 'string' || (fields.Callers !== undefined && !asObject(fields.Callers)))
    throw new Failed(
      'Our own secret does not hold {"Callers": {…}, "Pepper": "…"}: put back its version before, which Secrets Manager keeps as AWSPREVIOUS; with another Pepper every known key reads as KeyReused',
    );
  return fields;
};

const callersOf = ({ Callers }: Record<string, unknown>): Callers =>
  Object.fromEntries(Object.entries(asObject(Callers) ?? {}).map(([name, digests]) => [name, [digests].flat()]));
