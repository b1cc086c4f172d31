/** One item of the ledger: what is known of one key. It holds no number and no text. */

/** As it stands in the table. `Sending` with its lease over reads as Unknown: its owner died or lost its way. */
export type ItemState = 'Sending' | 'Sent' | 'Refused' | 'NotSent' | 'Unknown';

export interface Item {
  /** Hex SHA-256 of scope and key. */
  pk: string;
  state: ItemState;
  /** The uuid of who claimed it last, or of who settled it since. */
  owner: string;
  /** Epoch ms. Until then the owner may still be sending. */
  leaseUntil: number;
  /** How often it was claimed; 1 for nearly every message. */
  attempts: number;
  /** HMAC of the message's three fields: the same key with another one is refused. */
  fingerprint: string;
  /** HotTask's reply, masked; of a failure its Code and reason. JSON. */
  reply?: string;
  /** HMAC of the number, and its last two digits. */
  recipient?: string;
  scope?: string;
  key?: string;
  /** Name of the caller over HTTP. */
  caller?: string;
  /** Of the event that claimed it last, as the logs have it. */
  requestId?: string;
  /** Epoch ms. */
  claimedAt?: number;
  /** Epoch ms. */
  settledAt?: number;
  /** The person who settled it by hand, and why. */
  settledBy?: string;
  why?: string;
  /** Epoch seconds, DynamoDB's time to live; only where nothing is left to decide. */
  expiresAt?: number;
}

export type Attribute = keyof Item;

/** An item that is there but cannot be read: another version wrote it, or it lacks what the promise rests on. */
export type Foreign = 'foreign';

const states: readonly string[] = ['Sending', 'Sent', 'Refused', 'NotSent', 'Unknown'] satisfies ItemState[];
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const texts = ['reply', 'recipient', 'scope', 'key', 'caller', 'requestId', 'settledBy', 'why'] as const;
const numbers = ['claimedAt', 'settledAt', 'expiresAt'] as const;

/**
 * Reads what the table holds. Without key, state, owner and fingerprint nothing may be concluded; what is for people
 * only may be missing. A lease that cannot be read is over: nobody waits for it, and nobody sends again.
 */
export const readItem = (raw: Record<string, unknown>): Item | Foreign => {
  const { pk, state, owner, fingerprint, leaseUntil, attempts } = raw;
  if (!isText(pk) || !isText(owner) || !isText(fingerprint) || !isText(state) || !states.includes(state))
    return 'foreign';
  // Adding to what is no number fails for ever.
  if (attempts !== undefined && typeof attempts !== 'number') return 'foreign';
  const item: Item = {
    pk,
    owner,
    fingerprint,
    state: state as ItemState,
    leaseUntil: typeof leaseUntil === 'number' ? leaseUntil : 0,
    attempts: attempts ?? 0,
  };
  for (const name of texts) if (isText(raw[name])) item[name] = raw[name];
  for (const name of numbers) if (typeof raw[name] === 'number') item[name] = raw[name];
  return item;
};
