/** What the ledger says of one key, in the control API's manner. */

import type { Value } from '../lambda/conditional-write.ts';
import { type Account, accountOf as accountOfItem } from '../lambda/ledger/account.ts';
import { readItem } from '../lambda/ledger/item.ts';

export interface LedgerAccount extends Omit<Account, 'State'> {
  Scope: string | null;
  IdempotencyKey: string | null;
  /** What a caller with this key is told; null where the item is gone from the table. */
  State: string | null;
}

export type RawItem = Record<string, Value>;

/** Of an item that this version cannot read only the names are shown; its state is Unknown, as a caller hears it. */
export const accountOf = (raw: RawItem, now: number): LedgerAccount => ({
  Scope: text(raw.scope),
  IdempotencyKey: text(raw.key),
  ...accountOfItem(readItem(raw), now),
});

const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);
