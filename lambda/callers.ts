/** Who calls: our own secret's list of caller keys, kept only as digests. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface Caller {
  name: string;
  /** SHA-256 of one live key; a caller may have two while it changes from one to the other. */
  digest: Buffer;
}

/** The name of the caller whose key this is, undefined for a stranger's. Compares with every digest, so that the time taken tells nothing. */
export const callerOf = (callers: Caller[], authorization: string): string | undefined => {
  const given = createHash('sha256').update(authorization).digest();
  let found: string | undefined;
  for (const { name, digest } of callers) if (timingSafeEqual(digest, given)) found = name;
  return found;
};
