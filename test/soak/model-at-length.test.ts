/** What the model of the ledger's protocol needs more time for. MODEL=deep goes further: minutes and gigabytes, for who changes the protocol. */
import { test } from 'vitest';
import { type Bounds, everything, none } from '../model/bounds.ts';
import { longGuards } from '../model/guards.ts';
import { expectHarm } from '../model/harm.ts';
import { expectKept } from '../model/kept.ts';

const deep: [string, Bounds][] = [
  ['two deliveries, two persons, and two writes that come late or twice', { ...none, persons: 2, copies: 2 }],
  [
    'two deliveries, a person, a write that comes late or twice, and all else',
    { ...everything, persons: 1, copies: 1 },
  ],
];

test.each<[string, Bounds]>([
  ['two deliveries, a person, and a write that comes late or twice', { ...none, persons: 1, copies: 1 }],
  ['two deliveries and two writes that come late or twice', { ...none, copies: 2 }],
  ['three deliveries', { ...none, workers: 3 }],
  ...(process.env.MODEL === 'deep' ? deep : []),
])('%s: one text at most, and no needless "perhaps sent"', { timeout: 600_000 }, (_what, bounds) => expectKept(bounds));

test.each(longGuards)('the recipient gets $recipient unless $without', { timeout: 180_000 }, expectHarm);
