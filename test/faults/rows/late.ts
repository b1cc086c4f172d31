/** A copy of a write comes late, when another process has claimed the message: it neither frees the key nor takes it. */
import { expect } from 'vitest';
import { answers } from '../../peers/hottask-peer.ts';
import { expectAfterwards } from '../afterwards.ts';
import type { Cell } from '../cell.ts';
import type { Environment } from '../environment.ts';
import type { Fault } from '../fault.ts';

const heldBack = 'is cut off, and a copy comes late';

/** `make` leaves it unsent, and a copy of the write on its way. */
const whileAnotherSends = (make: (cell: Cell) => void) => async (cell: Cell) => {
  const [second, third] = cell.bystanders.crowd as [Environment, Environment];
  make(cell);
  expect((await cell.ask({ environment: await cell.environment() })).state).toBe('NotSent');
  cell.heal();

  const at = cell.points.hold('HotTask has read it');
  const answer = cell.ask({ environment: second });
  await at.reached;
  await cell.bringLate();
  expect((await cell.ask({ environment: third })).state).toBe('InProgress');
  at.release('on');
  expect((await answer).state).toBe('Sent');
  await expectAfterwards(cell, ['Sent']);
};

const rows: [string, string, (cell: Cell) => void][] = [
  ['claim', 'a claim', (cell) => cell.trouble('claim', heldBack)],
  [
    'claim',
    'the way back of a claim',
    (cell) => {
      cell.trouble('claim', 'is done, its answer lost');
      cell.trouble('settle', heldBack, 1);
    },
  ],
  [
    'settle',
    'a settle',
    (cell) => {
      cell.treat({ behave: answers(403, '{}'), mayAccept: false });
      cell.trouble('settle', heldBack, 1);
    },
  ],
];

const whenAnotherDidNotSend = async (cell: Cell) => {
  cell.trouble('claim', heldBack);
  expect((await cell.ask({ environment: await cell.environment() })).state).toBe('NotSent');
  cell.treat({ behave: answers(403, '{}'), mayAccept: false });
  expect((await cell.ask({ environment: cell.bystanders.other })).state).toBe('NotSent');
  cell.heal();
  await cell.bringLate();
  await expectAfterwards(cell, ['NotSent']);
};

export const lateFaults: Fault[] = [
  ...rows.map(([point, what, make]) => ({
    point,
    name: `${what} comes late, while another process sends it: the recipient gets one text`,
    play: whileAnotherSends(make),
  })),
  {
    point: 'claim',
    name: 'a claim comes late, when HotTask has refused another process: one text goes out when it is asked for again',
    play: whenAnotherDidNotSend,
  },
];
