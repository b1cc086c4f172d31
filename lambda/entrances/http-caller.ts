/** Who calls over HTTP: the caller key in Authorization, against the digests in our own secret. */
import { callerOf } from '../callers.ts';
import type { Conclude } from '../conclude.ts';
import type { Reread } from '../io/secret-cache.ts';
import type { Secrets } from '../io/secrets.ts';
import type { Outcome } from '../outcome.ts';
import type { OurSecret } from '../secret-values.ts';
import { type HttpEvent, isText, requestIdOf } from './http-event.ts';

const unauthorized: Outcome = {
  state: 'Unauthorized',
  why: 'The caller key is missing or wrong: put your own key into the Authorization header, as it is, without "Bearer".',
};

interface Parts {
  rereadOurSecret: Reread<OurSecret>;
  conclude: Conclude;
}

/** A key that is unknown may be newer than what is cached: our secret is read again for it, as often as its cache allows. */
export type Authenticate = (
  event: HttpEvent,
  ours: Secrets['ours'],
) => Promise<{ caller: string } | { outcome: Outcome }>;

export const makeAuthenticate =
  ({ rereadOurSecret, conclude }: Parts): Authenticate =>
  async (event, ours) => {
    if ('problem' in ours)
      return { outcome: conclude({ at: 'our secret', ...ours }, { requestId: requestIdOf(event) }) };
    const given = event.headers.authorization;
    if (!isText(given)) return { outcome: unauthorized };
    const caller = callerOf(ours.value.callers, given);
    if (caller !== undefined) return { caller };
    const reread = await rereadOurSecret(ours.value.version);
    const newer = callerOf(reread?.callers ?? [], given);
    return newer === undefined ? { outcome: unauthorized } : { caller: newer };
  };
