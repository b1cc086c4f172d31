/** How a message is known in the ledger: by its key, and by hashes that give away neither number nor text. */
import { createHash, createHmac } from 'node:crypto';
import type { Delivery } from '../delivery.ts';

/** What one message writes of itself into the ledger. */
export interface Identity {
  pk: string;
  fingerprint: string;
  recipient: string;
  scope: string;
  key: string;
  caller?: string;
  requestId: string;
}

/** The item's key: two callers' equal keys are two items. As JSON, so that no scope and key run into each other. */
export const pkOf = (scope: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([scope, key]))
    .digest('hex');

/** `pepper` makes the hashes useless to who has only the table: a plain hash of a phone number is reversed in seconds. */
export const identityOf = ({ message, scope, key, caller, requestId }: Delivery, pepper: string): Identity => {
  const hmac = (...parts: string[]) => createHmac('sha256', pepper).update(JSON.stringify(parts)).digest('hex');
  const { SerialNumber, ToPhoneNumber, Message } = message;
  return {
    pk: pkOf(scope, key),
    fingerprint: hmac('message', SerialNumber, ToPhoneNumber, Message),
    recipient: `${hmac('recipient', ToPhoneNumber)} …${ToPhoneNumber.slice(-2)}`,
    scope,
    key,
    ...(caller === undefined ? {} : { caller }),
    requestId,
  };
};
