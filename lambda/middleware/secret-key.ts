import type { SecretStore } from '../io/secrets.ts';
import type { Timings } from '../wiring.ts';
import type { Middleware } from './internal.ts';

/** Reads both secrets at once, or takes them from the cache. Never throws: a secret that is missing is a fact about each message. */
export const secretKey = (secrets: SecretStore, { secretsWithinMs }: Timings): Middleware => ({
  before: async ({ internal, context }) => {
    const withinMs = Math.min(secretsWithinMs, context.getRemainingTimeInMillis());
    const [ours, key] = await Promise.all([secrets.ours.get(withinMs), secrets.secretKey.get(withinMs)]);
    internal.secrets = { ours, secretKey: key };
  },
});
