/** How the faults are played, and what must hold afterwards, whoever asks with the same key. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import type { Call } from '../peers/ledger-peer.ts';
import type { Cell } from './cell.ts';
import type { Setting } from './environment.ts';
import type { Point } from './points.ts';
import { leaseOverMs } from './world.ts';

/** What stands in the ledger under the key. */
export type Left = 'nothing' | 'Sending' | 'Sent' | 'Refused' | 'NotSent' | 'Unknown';

/** What was left behind → what another process hears while the lease lives, and what one hears when it is over. */
const afterwards: Record<Left, { other: State; later: State; isReplayed: boolean }> = {
  nothing: { other: 'Sent', later: 'Sent', isReplayed: false },
  NotSent: { other: 'Sent', later: 'Sent', isReplayed: false },
  Sent: { other: 'Sent', later: 'Sent', isReplayed: true },
  Refused: { other: 'Refused', later: 'Refused', isReplayed: true },
  Unknown: { other: 'Unknown', later: 'Unknown', isReplayed: false },
  Sending: { other: 'InProgress', later: 'Unknown', isReplayed: false },
};

/** A far end fails, and the process lives on. */
export interface Broken {
  make: (cell: Cell) => unknown;
  /** What the caller hears. */
  hears: State;
  /** How many of the POSTs HotTask may have accepted by then. */
  texts: 0 | 1;
  /** One of these; more than one where the last try may be cut off by the end of its time. */
  leaves: Left[];
  /** All that the ledger was asked, where that is promised. */
  asked?: Call['operation'][];
  setting?: Partial<Setting>;
  remainingMs?: number;
}

export const broken = (row: Broken) => async (cell: Cell) => {
  const process = await cell.start(row.setting);
  await row.make(cell);
  const heard = await cell.ask({ environment: process, ...(row.remainingMs ? { remainingMs: row.remainingMs } : {}) });
  expect(heard.state).toBe(row.hears);
  expect(cell.recipient.texts, 'texts that the recipient may have got').toBe(row.texts);
  if (row.asked) expect(cell.ledger.calls.map(({ operation }) => operation)).toEqual(row.asked);
  await cell.wire.bringLate();
  cell.heal();
  await expectAfterwards(cell, row.leaves);
  // The process that met the fault says the same as the others.
  expect((await cell.ask({ environment: process })).state).toBe(afterwards[await left(cell)].other);
};

/** A process is killed or stopped at a point, and somebody else asks. */
export interface Stopped {
  at: Point;
  /** `time-out`: it stands still until Lambda's deadline, and is ended there. `freeze`: it wakes when its lease is over. */
  how: 'kill' | 'time-out' | 'freeze';
  texts: 0 | 1;
  /** What the others find meanwhile. */
  leaves: Left;
  /** Further points that nothing may pass until the process is dead or stopped. */
  closed?: Point[];
  /** It may be quicker than its end: its caller hears the answer then. */
  mayAnswer?: true;
  /** Of a freeze: what the caller hears when it has woken, and what is left then. */
  wakes?: { hears: State[]; leaves: Left[] };
  setting?: Partial<Setting>;
}

export const stopped = (row: Stopped) => async (cell: Cell) => {
  const process = await cell.start(row.setting);
  const fire = cell.plan(`${row.how}: ${row.at}`);
  const at = cell.points.hold(row.at);
  const closed = (row.closed ?? []).map((point) => cell.points.hold(point));
  const release = (way: 'on' | 'drop') => {
    for (const held of [at, ...closed]) held.release(way);
  };
  const answer = cell.ask({ environment: process });
  await at.reached;
  fire();

  if (row.how !== 'freeze') {
    if (row.how === 'time-out') process.freeze();
    else await process.kill();
    release('drop');
    await process.kill();
    expect(row.mayAnswer ? ['nothing', row.leaves] : ['nothing']).toContain((await answer).state);
    expect(cell.recipient.texts, 'texts that the recipient may have got').toBe(row.texts);
    cell.heal();
    return expectAfterwards(cell, [row.leaves]);
  }

  process.freeze();
  await expectAfterwards(cell, [row.leaves]);
  process.setAheadMs(leaseOverMs);
  release('on');
  process.thaw();
  expect(row.wakes?.hears).toContain((await answer).state);
  cell.heal();
  await expectAfterwards(cell, row.wakes?.leaves ?? [], ['later']);
};

/** Everybody who asks now hears what the ledger says, and what is provably unsent is sent. */
export const expectAfterwards = async (cell: Cell, leaves: Left[], who: ('other' | 'later')[] = ['other', 'later']) => {
  for (const [asked, name] of who.entries()) {
    const found = await left(cell);
    if (asked === 0) expect(leaves, 'left in the ledger').toContain(found);
    const { [name]: state, isReplayed } = afterwards[found];
    const heard = await cell.ask({ environment: cell.bystanders[name] });
    expect(heard.state, `heard from a process that asks ${name}`).toBe(state);
    if (heard.isReplayed !== undefined) expect(heard.isReplayed).toBe(isReplayed);
    await cell.wire.bringLate();
  }
};

const left = async (cell: Cell): Promise<Left> => ((await cell.item())?.state as Left | undefined) ?? 'nothing';
