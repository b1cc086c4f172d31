/** What Lambda leaves of an asynchronous call that failed: the payload goes back as what it was. Pure. */
import { instantOf } from '../lambda/envelopes/envelope.ts';
import { onEvent } from '../lambda/envelopes/on-event.ts';
import { sns } from '../lambda/envelopes/sns.ts';
import { asObject } from '../lambda/json.ts';
import { pkOf } from '../lambda/ledger/identity.ts';
import type { Read } from './parked-shapes.ts';

/** The error by which a direct call hears a state, where it is not the state's own name. */
const states: Record<string, string> = { InvalidMessage: 'Invalid', OutcomeUnknown: 'Unknown' };

/** `sentAt`: epoch ms, where the record does not say when it was made. */
export const readCall = (
  { requestPayload, responsePayload, timestamp, requestContext }: Record<string, unknown>,
  sentAt: number,
): Read => {
  const payload = asObject(requestPayload) ?? {};
  const errorType = asObject(responsePayload)?.errorType;
  const name = typeof errorType === 'string' && /^\w{1,60}$/.test(errorType) ? errorType : undefined;
  const condition = asObject(requestContext)?.condition;
  const shared = {
    state: name === undefined ? null : (states[name] ?? name),
    reason: typeof condition === 'string' && /^\w{1,60}$/.test(condition) ? condition : null,
    sourceTime: instantOf(timestamp) ?? sentAt,
  };
  // SNS and EventBridge, wired to the function: their envelope says whose key it is.
  const records = Array.isArray(payload.Records) ? payload.Records : [];
  if (records.length > 1) return { ...shared, back: { cannot: 'It holds more than one record: publish each anew' } };
  const notification = asObject(records[0])?.Sns;
  if (notification !== undefined) return { ...shared, envelope: 'topic', back: { body: JSON.stringify(notification) } };
  if (payload['detail-type'] !== undefined)
    return { ...shared, envelope: 'event', back: { body: JSON.stringify(payload) } };
  if ([onEvent, sns].some(({ recognises }) => recognises(payload)))
    return { ...shared, back: { body: JSON.stringify(payload) } };
  if (typeof payload.IdempotencyKey !== 'string')
    return {
      ...shared,
      envelope: 'plain',
      back: { cannot: 'The call named no IdempotencyKey, so nothing of it was sent: make it anew, with one' },
    };
  // By its pk it might hear what became of the other one.
  if (shared.state === 'KeyReused') return { ...shared, envelope: 'plain', back: { cannot: keyReused } };
  const ledgerKey = pkOf('direct', payload.IdempotencyKey);
  return { ...shared, envelope: 'plain', ledgerKey, back: { body: JSON.stringify(payload) } };
};

const keyReused = 'its key was used for another message: make the call anew, with a key of its own';
