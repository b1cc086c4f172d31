/**
 * The protocol of a caller's reminder, explored in every order of events: who sets, moves and cancels, what fires and is
 * delivered again, whoever dies or sleeps between any two steps, answers that are lost, writes that come late. It runs the
 * product's own steps and writes, and the real delivery of what fires; only the tables, Scheduler, HotTask and the clocks
 * are played.
 */
import { test } from 'vitest';
import { type Bounds, tickMs } from './reminder-model/bounds.ts';
import { expectKept } from './reminder-model/explore.ts';

const none: Bounds = { first: 'active', puts: 0, moves: 0, cancels: 0, firings: 1, copies: 0, ticks: 2, dues: [0] };

test.each<[string, Bounds]>([
  ['a DELETE while it fires, and a write that comes late or twice', { ...none, cancels: 1, copies: 1 }],
  ['what fires is delivered twice', { ...none, firings: 2 }],
  ['a PUT over what was cancelled, and a DELETE', { ...none, first: 'cancelled', puts: 1, cancels: 1, ticks: 0 }],
  ['a move, to the same or another time, while it fires', { ...none, puts: 1, ticks: 1, dues: [0, 1] }],
  [
    'Scheduler’s table of zones is not ours, and a DELETE',
    { ...none, cancels: 1, firings: 2, ticks: 3, dues: [tickMs], shifts: [-tickMs, tickMs] },
  ],
  ['a PATCH while it fires', { ...none, moves: 1, ticks: 1, dues: [0, 1] }],
  ['a PATCH beside a PUT of another text', { ...none, puts: 1, moves: 1, firings: 0, ticks: 0 }],
  ['a PATCH beside a DELETE', { ...none, moves: 1, cancels: 1, ticks: 0 }],
  ['two PATCHes at once', { ...none, moves: 2, firings: 0, ticks: 0 }],
  ['two PUTs at once', { ...none, first: 'nothing', puts: 2, ticks: 0 }],
])(
  '%s: no text after a cancel, no other text, none twice, none lost, none late',
  { timeout: 120_000 },
  (_what, bounds) => expectKept(bounds),
);
