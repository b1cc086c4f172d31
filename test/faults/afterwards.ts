/** What must hold once a fault is over, whoever asks with the same key. */
import { expect } from 'vitest';
import type { State } from '../../lambda/outcome.ts';
import type { Cell } from './cell.ts';

/** What stands in the ledger under the key. */
export type Left = 'nothing' | 'Sending' | 'Sent' | 'Refused' | 'NotSent' | 'Unknown';

/** What was left behind → what another process hears while a lease may live, and what one hears when it is over. */
export const afterwards: Record<Left, { other: State; later: State; isReplayed: boolean }> = {
  nothing: { other: 'Sent', later: 'Sent', isReplayed: false },
  NotSent: { other: 'Sent', later: 'Sent', isReplayed: false },
  Sent: { other: 'Sent', later: 'Sent', isReplayed: true },
  Refused: { other: 'Refused', later: 'Refused', isReplayed: true },
  Unknown: { other: 'Unknown', later: 'Unknown', isReplayed: false },
  Sending: { other: 'InProgress', later: 'Unknown', isReplayed: false },
};

export const left = async (cell: Cell): Promise<Left> => ((await cell.item())?.state as Left | undefined) ?? 'nothing';

/** Everybody hears what the ledger says, and what is provably unsent goes out with the first who asks. */
export const expectAfterwards = async (cell: Cell, leaves: Left[], who: ('other' | 'later')[] = ['other', 'later']) => {
  expect(leaves, 'left in the ledger').toContain(await left(cell));
  for (const name of who) {
    const { [name]: state, isReplayed } = afterwards[await left(cell)];
    const heard = await cell.ask({ environment: cell.bystanders[name] });
    expect(heard.state, `heard by who asks ${name}`).toBe(state);
    if (heard.isReplayed !== undefined) expect(heard.isReplayed, 'is replayed').toBe(isReplayed);
    await cell.bringLate();
  }
};
