/** An item of the ledger as a person saw it, at one moment. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Value } from '../lambda/conditional-write.ts';
import { unmarshal } from '../lambda/io/update-item.ts';
import { type Foreign, type Item, readItem } from '../lambda/ledger/item.ts';
import { isLeased, stateOf } from '../lambda/ledger/standing.ts';

/** Of a foreign item only what names it. */
export interface Seen {
  pk: string;
  scope?: string;
  key?: string;
  item: Item | Foreign;
  /** Epoch ms, by AWS's clock: until a lease is over by it, nothing is Unknown. */
  seenAt: number;
}

export const seenOf = (raw: Record<string, AttributeValue>, seenAt: number): Seen => {
  const values: Record<string, Value> = unmarshal(raw);
  const { pk, scope, key } = values;
  return {
    pk: String(pk),
    ...(typeof scope === 'string' ? { scope } : {}),
    ...(typeof key === 'string' ? { key } : {}),
    item: readItem(values),
    seenAt,
  };
};

/** Why a person cannot settle it. `decided`: it has an outcome already. */
export type WhyNot = 'absent' | 'foreign' | 'in progress' | 'decided';

export const whyNot = (seen: Seen | undefined): WhyNot | undefined => {
  if (!seen) return 'absent';
  if (seen.item === 'foreign') return 'foreign';
  if (isLeased(seen.item, seen.seenAt)) return 'in progress';
  return stateOf(seen.item, seen.seenAt) === 'Unknown' ? undefined : 'decided';
};
