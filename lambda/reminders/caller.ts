/** The last look before a reminder goes out: may the caller who set it still text? */
import type { Deadlines } from '../deadlines.ts';
import type { Delivery } from '../delivery.ts';
import type { Fact } from '../fact.ts';
import type { Reminders } from '../io/reminders.ts';
import type { Recent } from '../io/secret-cache.ts';
import type { Outcome } from '../outcome.ts';
import type { OurSecret } from '../secret-values.ts';

/**
 * `gone`: a person decides whether it is sent after all. Where its caller is gone and it was cancelled or moved before,
 * there is nothing to decide. A fact where that cannot be told now. Never rejects.
 */
export type StandingOfCaller = (
  delivery: Delivery,
  cached: OurSecret,
  deadlines: Deadlines,
) => Promise<'known' | 'gone' | 'cancelled' | 'moved' | Fact>;

interface Parts {
  recentOurSecret: Recent<OurSecret>;
  look: Reminders['look'];
}

/** What no caller has set asks nothing, and a caller who is known costs no read. Who is missing from the cache may be new: only a secret that was read a moment ago says `gone`. */
export const makeStandingOfCaller =
  ({ recentOurSecret, look }: Parts): StandingOfCaller =>
  async ({ firing, callerMayBeGone, requestId }, cached, deadlines) => {
    if (!firing || callerMayBeGone || isAmong(cached, firing.caller)) return 'known';
    const recent = await recentOurSecret();
    if ('problem' in recent) return { at: 'our secret', ...recent };
    if (isAmong(recent.value, firing.caller)) return 'known';
    const standing = await look(firing, requestId, deadlines);
    if (standing === 'mine') return 'gone';
    return standing === 'cancelled' || standing === 'moved' ? standing : { at: 'reminder', problem: standing };
  };

const isAmong = ({ callers }: OurSecret, caller: string): boolean => callers.some(({ name }) => name === caller);

export const callerGone: Outcome = {
  state: 'Unauthorized',
  why: 'The caller who set this reminder is not among Callers any more: nothing was sent. To send it after all: npm run hottask -- parked replay ID --yes (with --until where it is late).',
};
