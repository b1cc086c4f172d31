/** One message's attempts: the first, and at most one more for each reason that the table in outcome.ts allows. */
import type { Heard } from './breaker.ts';
import type { Tell } from './conclude.ts';
import type { Deadlines } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { Fact } from './fact.ts';
import type { HotTask } from './io/hottask.ts';
import type { Reread } from './io/secret-cache.ts';
import { makeMask } from './mask.ts';
import { type Again, judge, type Outcome, type Verdict } from './outcome.ts';
import { expired, type Rules, sendBy } from './rules.ts';
import type { SecretKey } from './secret-values.ts';

interface Parts {
  rules: Rules;
  hottask: HotTask;
  rereadSecretKey: Reread<SecretKey>;
  tell: Tell;
  now: () => number;
}

export interface Attempted {
  outcome: Outcome;
  /** Of HotTask itself, by the last attempt. */
  heard: Heard;
  /** The key that HotTask was sent last. */
  secretKey: SecretKey;
}

export type Attempt = (delivery: Delivery, secretKey: SecretKey, deadlines: Deadlines) => Promise<Attempted>;

/**
 * Never rejects. An Unknown is never repeated. Where `NotAfter` or its age passed before anything was written, the outcome is
 * Expired in place of NotSent.
 */
export const makeAttempt =
  ({ rules, hottask, rereadSecretKey, tell, now }: Parts): Attempt =>
  async (delivery, firstKey, { lastWriteAt }) => {
    const { message, requestId } = delivery;
    const writeBy = Math.min(lastWriteAt, sendBy(rules, delivery));
    const allowed = new Set<Again>(['connect', 'secret key']);

    /** The key for one more attempt; undefined where there must be none. */
    const keyForAnother = async (again: Again | undefined, used: SecretKey): Promise<SecretKey | undefined> => {
      if (!again || !allowed.delete(again) || now() >= writeBy) return undefined;
      if (again === 'connect') return used;
      const reread = await rereadSecretKey(used.version);
      return reread?.version === used.version ? undefined : reread;
    };

    let secretKey = firstKey;
    for (let attempts = 1; ; attempts += 1) {
      const fact = await hottask.post(message, secretKey.text, writeBy);
      const verdict = judge(fact, makeMask([message.Message, message.ToPhoneNumber, secretKey.text]));
      const nextKey = await keyForAnother(verdict.row.again, secretKey);
      tell(fact, verdict, { requestId, attempts, isFinal: nextKey === undefined });
      if (!nextKey) {
        const late = verdict.row.state === 'NotSent' ? expired(rules, delivery, now()) : undefined;
        return { outcome: late ?? verdict.outcome, heard: heardIn(fact, verdict.row), secretKey };
      }
      secretKey = nextKey;
    }
  };

const heardIn = ({ at }: Fact, { state }: Verdict['row']): Heard => {
  if (state === 'Unknown') return 'ambiguous';
  return at === 'answer' ? 'definite' : 'nothing';
};
