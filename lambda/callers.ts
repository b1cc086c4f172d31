/** Who calls: our own secret's list of caller keys, kept only as digests. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface Caller {
  name: string;
  /** SHA-256 of one live key; a caller may have two while it changes from one to the other. */
  digest: Buffer;
}

/** As which a caller's key is kept. */
export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/** The name of the caller whose key this is, undefined for a stranger's. Compares with every digest, so that the time taken tells nothing. */
export const callerOf = (callers: Caller[], authorization: string): string | undefined => {
  const given = digestOf(authorization);
  let found: string | undefined;
  for (const { name, digest } of callers) if (timingSafeEqual(digest, given)) found = name;
  return found;
};
