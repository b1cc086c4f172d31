/** The last look before a reminder goes out: may the caller who set it still text? */
import type { Delivery } from '../delivery.ts';
import type { Recent, SecretProblem } from '../io/secret-cache.ts';
import type { Outcome } from '../outcome.ts';
import type { OurSecret } from '../secret-values.ts';

/**
 * `gone` only by a secret that was read a moment ago: who is missing from the cached one may have been added since. A
 * problem where it cannot be read. What no caller has set asks nothing, and a caller who is known costs no read.
 */
export const standingOfCaller = async (
  { firing, callerMayBeGone }: Delivery,
  cached: OurSecret,
  recentOurSecret: Recent<OurSecret>,
): Promise<'known' | 'gone' | { problem: SecretProblem }> => {
  if (!firing || callerMayBeGone || isAmong(cached, firing.caller)) return 'known';
  const recent = await recentOurSecret();
  if ('problem' in recent) return recent;
  return isAmong(recent.value, firing.caller) ? 'known' : 'gone';
};

const isAmong = ({ callers }: OurSecret, caller: string): boolean => callers.some(({ name }) => name === caller);

export const callerGone: Outcome = {
  state: 'Unauthorized',
  why: 'The caller who set this reminder is not among Callers any more: nothing was sent. To send it after all: npm run hottask -- parked replay ID --yes (with --until where it is late).',
};
