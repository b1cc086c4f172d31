/** What the model of the reminders' protocol needs more time for. */
import { test } from 'vitest';
import type { Bounds } from '../reminder-model/bounds.ts';
import { expectKept } from '../reminder-model/explore.ts';

const none: Bounds = { first: 'active', puts: 0, moves: 0, cancels: 0, firings: 1, copies: 0, ticks: 2, dues: [0] };

test.each<[string, Bounds]>([
  ['a DELETE while it fires twice', { ...none, cancels: 1, firings: 2 }],
  ['a move while it fires twice', { ...none, puts: 1, firings: 2, ticks: 1 }],
  ['a move and a DELETE at once while it fires', { ...none, puts: 1, moves: 0, cancels: 1, ticks: 1 }],
  ['a PATCH and a PUT of another text at once while it fires', { ...none, puts: 1, moves: 1, ticks: 1 }],
  ['a PATCH, and a write that comes late or twice', { ...none, moves: 1, copies: 1, ticks: 1, dues: [0, 1] }],
  ['a move, and a write that comes late or twice', { ...none, puts: 1, copies: 1, ticks: 1 }],
])(
  '%s: no text after a cancel, no other text, none twice, none lost, none late',
  { timeout: 600_000 },
  (_what, bounds) => expectKept(bounds),
);
