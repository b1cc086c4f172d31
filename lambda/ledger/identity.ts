/** How a message is known in the ledger: by its key, and by hashes that give away neither number nor text. */
import { createHash, createHmac } from 'node:crypto';
import type { Delivery } from '../delivery.ts';

/** What one message writes of itself into the ledger. */
export interface Identity {
  pk: string;
  /**
   * A parked record that names no SerialNumber is known by its pk alone: another default makes no other message of it.
   * All others are compared by their fingerprint, since another text may have come under the same key.
   */
  isKnownByPk?: true;
  fingerprint: string;
  recipient: string;
  scope?: string;
  key?: string;
  caller?: string;
  requestId: string;
}

/** The item's key: two callers' equal keys are two items. As JSON, so that no scope and key run into each other. */
export const pkOf = (scope: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([scope, key]))
    .digest('hex');

export const pkOfDelivery = ({ scope, key, ledgerKey }: Delivery): string => ledgerKey ?? pkOf(scope, key);

/** `pepper` makes the hashes useless to who has only the table: a plain hash of a phone number is reversed in seconds. */
export const identityOf = (delivery: Delivery, pepper: string): Identity => {
  const { message, scope, key, caller, ledgerKey, hasDefaultSerialNumber, requestId } = delivery;
  const hmac = (...parts: string[]) => createHmac('sha256', pepper).update(JSON.stringify(parts)).digest('hex');
  const { SerialNumber, ToPhoneNumber, Message } = message;
  return {
    pk: pkOfDelivery(delivery),
    fingerprint: hmac('message', SerialNumber, ToPhoneNumber, Message),
    recipient: `${hmac('recipient', ToPhoneNumber)} …${ToPhoneNumber.slice(-2)}`,
    // Whose key it is stays as the item has it.
    ...(ledgerKey === undefined ? { scope, key, ...(caller === undefined ? {} : { caller }) } : {}),
    ...(ledgerKey !== undefined && hasDefaultSerialNumber ? { isKnownByPk: true as const } : {}),
    requestId,
  };
};
