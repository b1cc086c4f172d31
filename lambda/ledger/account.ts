/** What may be told of one key, in the API's words. The ledger holds no number and no text, so neither does this. */
import { asObject, readObjectKeepingDigits } from '../json.ts';
import type { Foreign, Item } from './item.ts';
import { stateOf } from './standing.ts';

/** Times in ISO 8601; null where nothing is known, as of all but the state of an item that this version cannot read. */
export const accountOf = (item: Item | Foreign, now: number) => {
  const known: Partial<Item> = item === 'foreign' ? {} : item;
  return {
    /** What a caller with this key is told. */
    State: stateOf(item, now),
    /** As it stands in the table: `Sending` reads as InProgress until LeaseUntil, and as Unknown from then on. */
    StoredState: known.state ?? null,
    /** HotTask's, with every digit. */
    SessionID: sessionIdOf(known.reply ?? ''),
    /** How often it was claimed. */
    Attempts: known.attempts ?? null,
    Caller: known.caller ?? null,
    /** Of the event that claimed it last. */
    RequestId: known.requestId ?? null,
    ClaimedAt: instant(known.claimedAt),
    LeaseUntil: instant(known.leaseUntil || undefined),
    SettledAt: instant(known.settledAt),
    /** The person who settled it by hand, and why. */
    SettledBy: known.settledBy ?? null,
    Why: known.why ?? null,
    ExpiresAt: instant(known.expiresAt && known.expiresAt * 1_000),
  };
};

const sessionIdOf = (reply: string): unknown => {
  const id = asObject(readObjectKeepingDigits(reply)?.Data)?.SessionID;
  return /^["\d]/.test(JSON.stringify(id ?? null)) ? id : null;
};

export type Account = ReturnType<typeof accountOf>;

/** Null for what no clock shows, too: another version may count otherwise. */
const instant = (ms: number | undefined): string | null => {
  const at = new Date(ms ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
