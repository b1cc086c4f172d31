/**
 * The ledger's protocol, explored in every order of events: whatever dies, sleeps, comes late, twice or not at all, the
 * recipient gets at most one text for a key, and what never left is free to go. It runs the product's own steps, writes
 * and table of standings; only DynamoDB, HotTask, the clocks and the persons are played.
 */
import { test } from 'vitest';
import { type Bounds, everything, none } from './model/bounds.ts';
import { expectKept } from './model/kept.ts';

test.each<[string, Bounds]>([
  ['two deliveries and two persons at once', { ...none, persons: 2 }],
  [
    'two deliveries, second attempts, slow reads, another message under the key, and callers who come after NotAfter',
    everything,
  ],
  ['two deliveries, in small steps of time', { ...none, tickMs: 7_000 }],
])('%s: one text at most, and no needless "perhaps sent"', { timeout: 600_000 }, (_what, bounds) => expectKept(bounds));
