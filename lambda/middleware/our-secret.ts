import type { Cached } from '../io/secret-cache.ts';
import type { OurSecret } from '../secret-values.ts';
import type { Timings } from '../wiring.ts';
import type { RemindersMiddleware } from './reminders-internal.ts';

/** Reads our own secret, or takes it from the cache. Never throws: that it is missing is a fact about the call. */
export const ourSecret = (secret: Cached<OurSecret>, { secretsWithinMs }: Timings): RemindersMiddleware => ({
  before: async ({ internal, context }) => {
    internal.ours = await secret.get(Math.min(secretsWithinMs, context.getRemainingTimeInMillis()));
  },
});
