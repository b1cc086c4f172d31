/** Processes that are killed or stopped at a point, while somebody else asks with the same key. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import { sendFunction } from '../../lambda/wiring.ts';
import { expectAfterwards, type Left } from './afterwards.ts';
import { leaseOverMs } from './bystanders.ts';
import type { Cell } from './cell.ts';
import type { Environment } from './environment.ts';
import type { Treatment } from './hottask.ts';
import type { Point } from './points.ts';
import type { Heard } from './sources.ts';

/**
 * `kill`: its call is lost with it. `time-out`: it stands still, its call is answered though it does not hear it, others ask,
 * and it is ended when its 20 s are over. `freeze`: it wakes when its lease is over.
 */
export type Stop = 'kill' | 'time-out' | 'freeze';

export interface Stopped {
  at: Point;
  how: Stop;
  /** How many POSTs HotTask may have accepted by then. */
  texts: 0 | 1;
  /** What the others find then. */
  leaves: Left;
  /** Of a time-out, where its call still does something: the point that shows it, and what the others find then. */
  stillDoes?: { reaches: Point; leaves: Left } | undefined;
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
  const process = await cell.environment();
  if (row.treatment) cell.treat(row.treatment);
  const fire = cell.plan(`${row.how}: ${row.at}`);
  const at = cell.points.hold(row.at);
  const closed = (row.closed ?? []).map((point) => cell.points.hold(point));
  const answer = cell.ask({ environment: process });
  await at.reached;
  expect(cell.recipient.texts, 'texts that the recipient may have got').toBe(row.texts);
  const release = (way: 'on' | 'drop', closedWay = way) => {
    at.release(way);
    for (const held of closed) held.release(closedWay);
  };
  await ways[row.how](row, { cell, process, answer, release, fire });
};

interface Scene {
  cell: Cell;
  process: Environment;
  answer: ReturnType<Cell['ask']>;
  release: (way: 'on' | 'drop', closedWay?: 'on' | 'drop') => void;
  /** It is dead, or stood still. */
  fire: () => void;
}

type Way = (row: Stopped, scene: Scene) => Promise<void>;

const kill: Way = async (row, { cell, process, answer, release, fire }) => {
  if (await process.kill()) fire();
  release('drop');
  await expectDead(row, cell, (await answer).state);
  await expectAfterwards(cell, [row.leaves]);
};

const timeOut: Way = async (row, { cell, process, answer, release, fire }) => {
  await process.freeze();
  const done = row.stillDoes && cell.points.hold(row.stillDoes.reaches);
  release('on', 'drop');
  await done?.reached;
  done?.release('on');
  const leaves = row.stillDoes?.leaves ?? row.leaves;
  await expectAfterwards(cell, [leaves], ['other']);
  process.setAheadMs(sendFunction.timeoutSeconds * 1_000);
  if (await process.kill()) fire();
  // What it had not claimed has gone out with the other.
  const after = leaves === 'nothing' ? ({ texts: 1, leaves: 'Sent' } as const) : { texts: row.texts, leaves };
  await expectDead({ ...row, texts: after.texts }, cell, (await answer).state);
  await expectAfterwards(cell, [after.leaves]);
};

const expectDead = async ({ mayAnswer, leaves, texts }: Stopped, cell: Cell, heard: Heard['state']) => {
  expect(['nothing', mayAnswer && leaves], 'heard').toContain(heard);
  expect(cell.recipient.texts, 'texts that the recipient may have got by now').toBe(texts);
  cell.heal();
};

/** The others ask while it stands still; what it wakes to find is a world that has gone on. */
const freeze: Way = async ({ leaves, wakes }, { cell, process, answer, release, fire }) => {
  await process.freeze();
  fire();
  await expectAfterwards(cell, [leaves]);
  process.setAheadMs(leaseOverMs);
  release('on');
  process.thaw();
  expect(wakes.hears, 'heard').toContain((await answer).state);
  expect(cell.recipient.texts, 'texts that the recipient may have got by now').toBe(wakes.texts);
  cell.heal();
  await expectAfterwards(cell, wakes.leaves, ['later']);
};

const ways: Record<Stop, Way> = { kill, 'time-out': timeOut, freeze };
