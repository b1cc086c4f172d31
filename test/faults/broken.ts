/** Faults of a far end or of the line to it: the process lives on, and says what became of the message. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import type { Call } from '../peers/ledger-peer.ts';
import { afterwards, expectAfterwards, type Left, left } from './afterwards.ts';
import type { Cell } from './cell.ts';
import type { Setting } from './environment.ts';
import { placeOf } from './sources/queued.ts';
import type { Place } from './sources.ts';

export interface Broken {
  /** Makes the fault, before the caller asks. */
  make: (cell: Cell) => void;
  /** What the caller hears. */
  hears: State;
  /** How many POSTs HotTask may have accepted by then. */
  texts: 0 | 1;
  /** One of these; more than one where the last try may be cut off by the end of its time. */
  leaves: Left[];
  /** All that the ledger was asked, where that is promised. */
  asked?: Call['operation'][];
  /** In seconds, where it is not the usual one, and where the source says it. */
  retryAfter?: number;
  /** A fault that no far end sees shows in the log alone. */
  logs?: RegExp;
  /** Played by a new process, which differs so from the others. */
  setting?: Partial<Setting>;
  /** Where a record ends, if not where its state usually does. */
  place?: Place;
}

export const broken = (row: Broken) => async (cell: Cell) => {
  const process = await (row.setting ? cell.start(row.setting) : cell.environment());
  const logged = row.logs ? cell.plan(`logs ${row.logs}`) : undefined;
  row.make(cell);
  const heard = await cell.ask({ environment: process });
  expect(heard.state).toBe(row.hears);
  if (heard.place) expect(heard.place).toBe(row.place ?? placeOf[row.hears]);
  // A call has no copy that could come again, so what nobody knows of it must be waiting for a person by now.
  if (row.hears === 'Unknown' && row.place !== 'again') expect(cell.parked()).toContain('Unknown');
  expect(cell.recipient.texts, 'texts that the recipient may have got').toBe(row.texts);
  if (row.asked) expect(cell.askedOfLedger()).toEqual(row.asked);
  if (row.retryAfter && heard.retryAfter !== undefined) expect(heard.retryAfter).toBe(row.retryAfter);
  if (row.logs && (await process.hasLogged(row.logs))) logged?.();

  await cell.bringLate();
  cell.expectFired();
  // HotTask is well again; the process still sees what it saw, since a call of its that it gave up may be on its way yet.
  cell.recipient.treatments = [];
  await expectAfterwards(cell, row.leaves);
  cell.heal();
  // The process that met the fault says the same as the others.
  const last = await cell.ask({ environment: process });
  if (last.place) expect(last.place).toBe(placeOf[last.state as State]);
  expect(last.state, 'heard from the process that met the fault').toBe(afterwards[await left(cell)].other);
};
