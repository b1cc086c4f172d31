/** A caller's reminder, which EventBridge Scheduler has fired onto the queue. Its item stands in the reminders table. */
import { createHash } from 'node:crypto';
import { usualMaxAgeSeconds } from '../../../lambda/wiring.ts';
import { batch, record } from '../../queue-records.ts';
import { dueAt, firing, thisMinute } from '../../reminder-set-up.ts';
import type { Keyed, Source } from '../sources.ts';
import { queued } from './queued.ts';

export const caller = 'web';

/** As late as any message may be: what is delivered again an hour later, by its clock, is still in its time. */
export const usualWhen = { ...dueAt(thisMinute()), lateBySeconds: usualMaxAgeSeconds };

/** One revision, as its schedule names it. */
export interface Fired {
  revision: number;
  nonce: string;
}

/** The change that has set it. */
export const firstOf = (key: string): Fired => ({
  revision: 1,
  nonce: createHash('sha256').update(key).digest('hex').slice(0, 16),
});

const bodyOf = ({ IdempotencyKey: key, ...message }: Keyed, fired: Fired, when = usualWhen): string =>
  firing({ caller, key, ...fired }, when, message);

/** A record of the queue, when this revision's schedule fires. */
export const fires = (message: Keyed, fired = firstOf(message.IdempotencyKey), when = usualWhen) =>
  batch(record(bodyOf(message, fired, when)));

export const reminder: Source = {
  ...queued('reminder', 'reminder', () => ''),
  keyOf: ({ IdempotencyKey }) => `${caller}/${IdempotencyKey}/${usualWhen.at}Z`,
  prepare: ({ IdempotencyKey }, reminders) => reminders.stands(IdempotencyKey),
  event: (message) => fires(message),
  redriven: (message) => [fires(message), fires(message)],
};
