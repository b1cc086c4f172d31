/** What the ledger says of one key, in the control API's manner. Its items hold no number and no text, so this holds none. */
import { asObject, readObjectKeepingDigits } from '../lambda/json.ts';
import type { Value } from '../lambda/ledger/item.ts';
import { type Item, readItem } from '../lambda/ledger/item.ts';
import { stateOf } from '../lambda/ledger/standing.ts';

export interface LedgerAccount {
  Scope: string | null;
  IdempotencyKey: string | null;
  /** What a caller with this key is told; null where the item is gone from the table. */
  State: string | null;
  /** As it stands in the table: `Sending` reads as InProgress until LeaseUntil, and as Unknown from then on. */
  StoredState: string | null;
  /** How often it was claimed. */
  Attempts: number;
  LeaseUntil: string | null;
  ClaimedAt: string | null;
  SettledAt: string | null;
  /** The person who settled it by hand, and why. */
  SettledBy: string | null;
  Why: string | null;
  SessionID: unknown;
  Caller: string | null;
  /** Of the event that claimed it last. */
  RequestId: string | null;
  ExpiresAt: string | null;
}

export type RawItem = Record<string, Value>;

/** Of an item that this version cannot read only the names are shown; its state is Unknown, as a caller hears it. */
export const accountOf = (raw: RawItem, now: number): LedgerAccount => {
  const item = readItem(raw);
  const { scope, key, state, leaseUntil, attempts, claimedAt, settledAt, settledBy, why, reply, caller, ...more } =
    item === 'foreign' ? unread(raw) : item;
  return {
    Scope: scope ?? null,
    IdempotencyKey: key ?? null,
    State: stateOf(item, now),
    StoredState: state ?? null,
    Attempts: attempts ?? 0,
    LeaseUntil: instant(leaseUntil),
    ClaimedAt: instant(claimedAt),
    SettledAt: instant(settledAt),
    SettledBy: settledBy ?? null,
    Why: why ?? null,
    SessionID: asObject(readObjectKeepingDigits(reply ?? '')?.Data)?.SessionID ?? null,
    Caller: caller ?? null,
    RequestId: more.requestId ?? null,
    ExpiresAt: instant(more.expiresAt && more.expiresAt * 1_000),
  };
};

const unread = ({ scope, key }: RawItem): Partial<Item> => ({
  ...(typeof scope === 'string' ? { scope } : {}),
  ...(typeof key === 'string' ? { key } : {}),
});

/** A person may put what no clock can say. */
const instant = (ms: number | undefined): string | null => {
  const at = new Date(ms ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
