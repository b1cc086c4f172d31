/** One cached secret: read once at a time, used while fresh, used longer while Secrets Manager is down. */
import { secretCache } from '../wiring.ts';

interface Versioned {
  /** Secrets Manager's VersionId: a new value has a new one. */
  version: string;
}

export type SecretProblem = 'unreadable' | 'empty' | 'malformed';
export type SecretRead<T> = { value: T } | { problem: SecretProblem };

/**
 * Asks once more because somebody was refused with version `seen`: at most every `rereadMs`, and not at all where a
 * newer one is already here. Takes up to `rereadWithinMs`. Gives the value now held, undefined where there is none.
 * Never rejects.
 */
export type Reread<T> = (seen: string) => Promise<T | undefined>;

/**
 * A value read within the last `rereadMs`: the one that is held, or else read now. A problem where it cannot be read now,
 * never an older value. Takes up to `rereadWithinMs`; what could not be read is not asked for again within `rereadMs`.
 * Never rejects.
 */
export type Recent<T> = () => Promise<SecretRead<T>>;

export interface Cached<T> {
  /** The value, or why there is none. Never rejects. */
  get: (withinMs: number) => Promise<SecretRead<T>>;
  /** Begins to read before anybody asks. A value counts; a failure does not, since Lambda may have frozen the read. */
  begin: () => void;
  reread: Reread<T>;
  recent: Recent<T>;
}

interface Source<T> {
  /** Never rejects. */
  read: (withinMs: number) => Promise<SecretRead<T>>;
  /** For a read that has no limit of its own. */
  rereadWithinMs: number;
  now: () => number;
}

export const makeCached = <T extends Versioned>({ read, rereadWithinMs, now }: Source<T>): Cached<T> => {
  const { freshMs, staleMs, rereadMs } = secretCache;
  let held: { value: T; readAt: number } | undefined;
  let underWay: Promise<SecretRead<T>> | undefined;
  let begun: Promise<unknown> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let rereadAt = Number.NEGATIVE_INFINITY;

  const refresh = (withinMs: number) => {
    underWay ??= read(withinMs)
      .then((result) => {
        if ('value' in result) held = { value: result.value, readAt: now() };
        // What is definitely unset or broken must not live on as yesterday's value; what cannot be reached may.
        else if (result.problem !== 'unreadable') held = undefined;
        else failedAt = now();
        return result;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };

  /** A clock that was set back makes nothing young. */
  const isWithin = (since: number, ms: number) => now() >= since && now() - since < ms;
  const younger = (thanMs: number) => (held && isWithin(held.readAt, thanMs) ? { value: held.value } : undefined);

  return {
    begin: () => {
      begun = refresh(rereadWithinMs);
    },
    get: async (withinMs) => {
      await begun;
      begun = undefined;
      const usable = younger(isWithin(failedAt, rereadMs) ? staleMs : freshMs);
      if (usable) return usable;
      const result = await refresh(withinMs);
      return 'problem' in result && result.problem === 'unreadable' ? (younger(staleMs) ?? result) : result;
    },
    reread: async (seen) => {
      if (held?.value.version !== seen) return held?.value;
      if (!isWithin(rereadAt, rereadMs)) {
        rereadAt = now();
        refresh(rereadWithinMs);
      }
      await underWay;
      return held?.value;
    },
    recent: async () => {
      const recent = younger(rereadMs);
      if (recent) return recent;
      return isWithin(failedAt, rereadMs) ? { problem: 'unreadable' } : refresh(rereadWithinMs);
    },
  };
};
