/** Who calls: our own secret's list of caller keys, kept only as digests, and the one form of a caller's name. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { holdsNumber } from './mask.ts';

export interface Caller {
  name: string;
  /** SHA-256 of one live key; a caller may have two while it changes from one to the other. */
  digest: Buffer;
}

/** A letter first, so that it is never an option of a command. */
const nameForm = /^[a-z][a-z0-9._-]{0,63}$/i;

/** `isCallerName` in words. */
export const callerNameRule =
  'a letter, then letters, digits, dots, hyphens or underscores, at most 64, without a number such as a phone has';

/** It is kept in the ledger, in lists and in reminders, where no phone number may be. Nothing that each object has by itself. */
export const isCallerName = (name: string): boolean => nameForm.test(name) && !holdsNumber(name) && !(name in {});

/** As which a caller's key is kept. */
export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const digestForm = /^[0-9a-f]{64}$/;
/** What `sha256sum` makes where the key was not set: with it in the list, an empty header would be a caller's. */
const ofNoKey = digestOf('').toString('hex');

export const isDigest = (value: unknown): value is string =>
  typeof value === 'string' && digestForm.test(value) && value !== ofNoKey;

/** What an entry is that is none, in words. */
export const noDigest = 'no SHA-256 in lowercase hex, or that of an empty key';

/** The name of the caller whose key this is, undefined for a stranger's. Compares with every digest, so that the time taken tells nothing. */
export const callerOf = (callers: Caller[], authorization: string): string | undefined => {
  const given = digestOf(authorization);
  let found: string | undefined;
  for (const { name, digest } of callers) if (timingSafeEqual(digest, given)) found = name;
  return found;
};
