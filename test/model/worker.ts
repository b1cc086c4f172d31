/** One delivery on its way: what it waits for, and where it stands when it has heard one thing more. */

import type { Written } from '../../lambda/conditional-write.ts';
import type { Deadlines } from '../../lambda/deadlines.ts';
import type { Fact } from '../../lambda/fact.ts';
import type { Item } from '../../lambda/ledger/item.ts';
import type { Found } from '../../lambda/ledger/protocol.ts';
import type { Write } from '../../lambda/ledger/writes.ts';
import type { State } from '../../lambda/outcome.ts';
import { play } from './play.ts';

export type WriteName = 'claim' | 'give back' | 'settle';

/** What a worker waits for, or the answer that it gave. */
export type Doing =
  | { asks: WriteName; write: Write }
  | { asks: 'read' }
  | { asks: 'post'; writeBy: number }
  | { answers: State };

/** Where a worker stands. */
export interface Standing {
  doing: Doing;
  /** What its future still depends on of all that it heard. */
  past: string;
  /** Where it stands when it has heard this, and its clock shows `at`. */
  after: (what: Heard['what'], at: number) => Promise<Standing>;
}

export interface Heard {
  what: Written | Found | Fact;
  at: number;
}

export interface Start {
  /** Also the uuid of its claim. */
  name: string;
  /** What its clock showed when AWS invoked it. */
  at: number;
  text: string;
  /** When NotAfter has passed already, it only recalls. */
  isLate: boolean;
}

/** Ways to break the product, for the test that each of its guards is needed. */
export interface Variant {
  /** Another write in place of this one; undefined for none at all, which then seems done. */
  write?: (name: WriteName | 'by hand', write: Write) => Write | undefined;
  deadlines?: (deadlines: Deadlines) => Deadlines;
  /** What a worker takes an item for that it reads. `mine` is its own fingerprint. */
  reads?: (item: Item, mine: string) => Item;
}

export type Begin = (start: Start) => Promise<Standing>;

/** What heard the same stands at the same, so each is played once. */
export const makeBegin = (variant: Variant): Begin => {
  const begun = new Map<string, Promise<Standing>>();
  return (start) => once(begun, JSON.stringify(start), () => standing(variant, start, []));
};

const standing = async (variant: Variant, start: Start, heard: readonly Heard[]): Promise<Standing> => {
  const known = new Map<string, Promise<Standing>>();
  return {
    ...(await play(variant, start, heard)),
    after: (what, at) => once(known, at + codeOf(what), () => standing(variant, start, [...heard, { what, at }])),
  };
};

const once = <T>(known: Map<string, T>, key: string, make: () => T): T => {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
};

const codeOf = (what: Heard['what']): string => {
  if (typeof what === 'string') return what;
  if ('at' in what) return what.at + ('status' in what ? what.status : '');
  const { item } = what;
  return typeof item === 'object' ? `${item.state}${item.owner}${item.leaseUntil}${item.fingerprint}` : String(item);
};
