/** One message's attempts: the first, and at most one more for each reason that the table in outcome.ts allows. */
import type { Conclude } from './conclude.ts';
import type { Deadlines } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { HotTask } from './io/hottask.ts';
import type { Reread } from './io/secret-cache.ts';
import { makeMask } from './mask.ts';
import type { Again, Outcome } from './outcome.ts';
import { expired } from './rules.ts';
import type { SecretKey } from './secret-values.ts';

interface Parts {
  hottask: HotTask;
  rereadSecretKey: Reread<SecretKey>;
  conclude: Conclude;
  now: () => number;
}

export type Attempt = (delivery: Delivery, secretKey: SecretKey, deadlines: Deadlines) => Promise<Outcome>;

/**
 * Never rejects. An Unknown is never repeated. Where `NotAfter` passed before anything was written, the outcome is
 * Expired in place of NotSent.
 */
export const makeAttempt =
  ({ hottask, rereadSecretKey, conclude, now }: Parts): Attempt =>
  async (delivery, firstKey, { lastWriteAt }) => {
    const { message } = delivery;
    const writeBy = Math.min(lastWriteAt, message.NotAfter ? Date.parse(message.NotAfter) : lastWriteAt);
    const allowed = new Set<Again>(['connect', 'secret key']);
    let secretKey = firstKey;

    for (let attempts = 1; ; attempts += 1) {
      const fact = await hottask.post(message, secretKey.text, writeBy);
      const mask = makeMask({ text: message.Message, secrets: [message.ToPhoneNumber, secretKey.text] });
      const { row, outcome } = conclude(fact, { requestId: delivery.requestId, attempts, mask });
      const late = row.state === 'NotSent' ? expired(delivery, now()) : undefined;
      if (late) return late;
      const mayRepeat = row.again !== undefined && allowed.delete(row.again) && now() < writeBy;
      if (!mayRepeat) return outcome;
      if (row.again === 'secret key') {
        const reread = await rereadSecretKey(secretKey.version);
        if (!reread || reread.version === secretKey.version) return outcome;
        secretKey = reread;
      }
    }
  };
