/**
 * The ledger's protocol, explored in every order of events: whatever dies, sleeps, comes late, twice or not at all, the
 * recipient gets at most one text for a key, and what never left is free to go. It runs the product's own steps, writes
 * and table of standings; only DynamoDB, HotTask, the clocks and the persons are played.
 */
import { expect, test } from 'vitest';
import type { Bounds } from './model/bounds.ts';
import { explore } from './model/explore.ts';

/** One step of time takes a claim from before its last write to behind it, then over the lease on fast and on slow clocks. */
const tickMs = 14_000;
const none = { workers: 2, persons: 0, copies: 0, tickMs } satisfies Bounds;
const everything: Bounds = { ...none, hasAgain: true, hasSlowReads: true, hasOther: true, hasLate: true };

/** Minutes and gigabytes: for who changes the protocol. MODEL=deep npx vitest run test/model.test.ts */
const deep: [string, Bounds][] = [
  ['two deliveries, two persons, and two writes that come late or twice', { ...none, persons: 2, copies: 2 }],
  [
    'two deliveries, a person, a write that comes late or twice, and all else',
    { ...everything, persons: 1, copies: 1 },
  ],
];

test.each<[string, Bounds]>([
  ['two deliveries, a person, and a write that comes late or twice', { ...none, persons: 1, copies: 1 }],
  ['two deliveries and two persons at once', { ...none, persons: 2 }],
  ['two deliveries and two writes that come late or twice', { ...none, copies: 2 }],
  ['three deliveries', { ...none, workers: 3 }],
  [
    'two deliveries, second attempts, slow reads, another message under the key, and callers who come after NotAfter',
    everything,
  ],
  ['two deliveries, in small steps of time', { ...none, tickMs: 7_000 }],
  ...(process.env.MODEL === 'deep' ? deep : []),
])('%s: one text at most, and no needless "perhaps sent"', { timeout: 600_000 }, async (_what, bounds) => {
  const { states, transitions, broken } = await explore(bounds);
  console.log(`model: ${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions`);
  expect(broken && [broken.promise, ...broken.story].join('\n  ')).toBeUndefined();
});
