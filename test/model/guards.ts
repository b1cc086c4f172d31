/** Every guard of the promise, and the product without it. */

import type { Clause, Write } from '../../lambda/ledger/writes.ts';
import { clockSkewMs } from '../../lambda/wiring.ts';
import type { Bounds } from './bounds.ts';
import type { Variant } from './worker.ts';

export interface Guard {
  without: string;
  /** What the recipient gets then. */
  recipient: 'the same text twice' | 'no text' | 'another text';
  variant: Variant;
  /** Enough for the shortest story. */
  bounds: Partial<Bounds>;
}

type Name = Parameters<NonNullable<Variant['write']>>[0];

const changed = (name: Name, change: (write: Write) => Write | undefined): Variant => ({
  write: (each, write) => (each === name ? change(write) : write),
});
const rows = (name: Name, change: (when: Write['when']) => Write['when']): Variant =>
  changed(name, (write) => ({ ...write, when: change(write.when) }));
const isOn = (clause: Clause, names: string[]) => names.includes('name' in clause ? clause.name : clause.isAbsent);
/** Without the clauses on these attributes; in the one row, or in all. */
const clauses = (name: Name, names: string[], onlyRow?: number): Variant =>
  rows(name, (when) =>
    when.map((row, at) =>
      onlyRow === undefined || at === onlyRow ? row.filter((clause) => !isOn(clause, names)) : row,
    ),
  );
const ownerless = ({ set: { owner: _, ...set }, ...write }: Write): Write => ({ ...write, set });
const row = (name: Name, at: number): Variant => rows(name, (when) => when.toSpliced(at, 1));

const twice = 'the same text twice';
const none = 'no text';

/** These need three deliveries: their shortest story is a long search. */
export const longGuards: readonly Guard[] = [
  {
    without: 'a claim asks for the state and the owner that it read',
    recipient: twice,
    variant: clauses('claim', ['state', 'owner']),
    bounds: { workers: 3 },
  },
];

export const guards: readonly Guard[] = [
  {
    without: 'a claim asks that nothing stands there',
    recipient: twice,
    variant: clauses('claim', ['pk']),
    bounds: { workers: 2 },
  },
  {
    without: 'a claim asks for the owner that it read',
    recipient: none,
    variant: clauses('claim', ['owner']),
    bounds: { workers: 2, copies: 1 },
  },
  {
    without: 'who reads looks at the fingerprint',
    recipient: 'another text',
    variant: { reads: (item, mine) => ({ ...item, fingerprint: mine }) },
    bounds: { workers: 2, hasOther: true },
  },
  {
    without: 'a claim that got no answer is given back',
    recipient: none,
    variant: changed('give back', () => undefined),
    bounds: {},
  },
  {
    without: 'giving back leaves a mark where the claim is not written yet',
    recipient: none,
    variant: row('give back', 0),
    bounds: { copies: 1 },
  },
  {
    without: 'giving back asks that nothing stands there, where it leaves its mark',
    recipient: twice,
    variant: clauses('give back', ['pk']),
    bounds: { persons: 1 },
  },
  {
    without: 'giving back asks for the state and the owner that it read, where it leaves its mark',
    recipient: twice,
    variant: clauses('give back', ['state', 'owner'], 0),
    bounds: { workers: 2, persons: 1 },
  },
  {
    without: 'giving back takes back what was written',
    recipient: none,
    variant: row('give back', 1),
    bounds: {},
  },
  {
    without: 'giving back asks for its own claim',
    recipient: twice,
    variant: clauses('give back', ['owner'], 1),
    bounds: { workers: 2 },
  },
  {
    without: 'an outcome is settled',
    recipient: none,
    variant: changed('settle', () => undefined),
    bounds: {},
  },
  {
    without: 'a settle asks for its own claim',
    recipient: twice,
    variant: clauses('settle', ['owner']),
    bounds: { workers: 2, persons: 1 },
  },
  {
    without: 'a person’s word is on the claim that was seen',
    recipient: twice,
    variant: clauses('by hand', ['owner']),
    bounds: { workers: 2, persons: 1 },
  },
  {
    without: 'a person’s word is on the state that was seen',
    recipient: twice,
    variant: clauses('by hand', ['state']),
    bounds: { persons: 1 },
  },
  {
    without: 'a person’s word takes the ownership, and a settle asks for the state',
    recipient: twice,
    variant: {
      write: (name, write) =>
        name === 'by hand' ? ownerless(write) : (clauses('settle', ['state']).write?.(name, write) ?? write),
    },
    bounds: { persons: 1 },
  },
  {
    without: 'the lease is longer than the invocation, by twice what a clock may be wrong',
    recipient: twice,
    variant: { deadlines: (all) => ({ ...all, leaseUntil: all.leaseUntil - 2 * clockSkewMs }) },
    bounds: { tickMs: 7_000 },
  },
  {
    without: 'the lease counts both clocks, and not one alone',
    recipient: twice,
    variant: { deadlines: (all) => ({ ...all, leaseUntil: all.leaseUntil - clockSkewMs }) },
    bounds: { tickMs: 7_000 },
  },
  {
    without: 'nothing is written after the deadline',
    recipient: twice,
    variant: { deadlines: (all) => ({ ...all, lastWriteAt: Number.POSITIVE_INFINITY }) },
    bounds: {},
  },
  {
    without: 'the deadline leaves time for the answer and for writing it down',
    recipient: twice,
    variant: { deadlines: (all) => ({ ...all, lastWriteAt: all.endsAt }) },
    bounds: {},
  },
];

/*
 * Second lines: alone the model does not miss them. Each holds where a first one fails, or a bug of ours breaks in.
 * - In a claim and in giving back, NotSent beside the owner: an owner's NotSent never becomes anything under that owner.
 * - In giving back, Sending or NotSent beside the owner: who gives back has posted nothing, and settles nothing.
 * - In a settle, Sending or its own state beside the owner: a claim is settled once. It lets a repeated settle succeed.
 * - In a person's word, the ownership: the states in the other conditions keep its claim's owner off.
 */
