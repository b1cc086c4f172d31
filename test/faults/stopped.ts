/** Processes that are killed or stopped at a point, while somebody else asks with the same key. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import { expectAfterwards, type Left } from './afterwards.ts';
import { leaseOverMs } from './bystanders.ts';
import type { Cell } from './cell.ts';
import type { Environment } from './environment.ts';
import type { Treatment } from './hottask.ts';
import type { Point } from './points.ts';

/** `time-out`: it stands still until Lambda's deadline, and is ended there. `freeze`: it wakes when its lease is over. */
export type Stop = 'kill' | 'time-out' | 'freeze';

export interface Stopped {
  at: Point;
  how: Stop;
  /** How many POSTs HotTask may have accepted by then. */
  texts: 0 | 1;
  /** What the others find then. */
  leaves: Left;
  /** Points that nothing may pass until it is dead or stopped. */
  closed?: Point[] | undefined;
  /** How HotTask treats the message, if not well. */
  treatment?: Treatment | undefined;
  /** It may be quicker than its end: its caller hears the answer then. */
  mayAnswer?: true | undefined;
  /** Of a freeze: what the caller hears when it has woken, and what is left then. */
  wakes: { hears: State[]; texts: 0 | 1; leaves: Left[] };
}

export const stopped = (row: Stopped) => async (cell: Cell) => {
  const process = await cell.start();
  if (row.treatment) cell.treat(row.treatment);
  const fire = cell.plan(`${row.how}: ${row.at}`);
  const at = cell.points.hold(row.at);
  const closed = (row.closed ?? []).map((point) => cell.points.hold(point));
  const answer = cell.ask({ environment: process });
  await at.reached;
  fire();
  expect(cell.recipient.texts, 'texts that the recipient may have got').toBe(row.texts);
  const release = (way: 'on' | 'drop') => {
    for (const held of [at, ...closed]) held.release(way);
  };
  const isFrozen = row.how === 'freeze';
  const heard = await (isFrozen ? wakeLate : end)(row, { cell, process, answer, release });
  expect(isFrozen ? row.wakes.hears : ['nothing', row.mayAnswer && row.leaves], 'heard').toContain(heard);
  const texts = isFrozen ? row.wakes.texts : row.texts;
  expect(cell.recipient.texts, 'texts that the recipient may have got by now').toBe(texts);
  cell.heal();
  if (isFrozen) await expectAfterwards(cell, row.wakes.leaves, ['later']);
  else await expectAfterwards(cell, [row.leaves]);
};

interface Scene {
  cell: Cell;
  process: Environment;
  answer: ReturnType<Cell['ask']>;
  release: (way: 'on' | 'drop') => void;
}

const end = async ({ how }: Stopped, { process, answer, release }: Scene) => {
  if (how === 'kill') await process.kill();
  else process.freeze();
  release('drop');
  await process.kill();
  return (await answer).state;
};

/** The others ask while it stands still; what it wakes to find is a world that has gone on. */
const wakeLate = async ({ leaves }: Stopped, { cell, process, answer, release }: Scene) => {
  process.freeze();
  await expectAfterwards(cell, [leaves]);
  process.setAheadMs(leaseOverMs);
  release('on');
  process.thaw();
  return (await answer).state;
};
