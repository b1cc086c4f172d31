/** A caller who lost our "Sent" asks again when we would refuse it now: it hears Sent, and does not text by another road. */
import { expect } from 'vitest';
import { awsError } from '../../peers/secrets-peer.ts';
import type { Cell } from '../cell.ts';
import type { Environment } from '../environment.ts';
import type { Fault } from '../fault.ts';
import type { Keyed } from '../sources.ts';

const minutes = 60_000;

/** Sent once by a process of its own; then `again` asks, and says what it hears. */
const afterSent =
  (again: (cell: Cell, process: Environment) => Promise<void>, changes?: () => Partial<Keyed>) =>
  async (cell: Cell) => {
    const fire = cell.plan('asked again');
    const process = await cell.environment();
    Object.assign(cell.message, changes?.());
    expect((await cell.ask({ environment: process })).state).toBe('Sent');
    await again(cell, process);
    fire();
    expect(cell.recipient.texts).toBe(1);
  };

const expectReplay = async ({ ask }: Cell, environment: Environment) => {
  const { state, isReplayed = true } = await ask({ environment });
  expect({ state, isReplayed }).toEqual({ state: 'Sent', isReplayed: true });
};

/** The same for a key of which nothing is known: that the refusal is there. */
const expectRefused = async ({ ask, message, hottask }: Cell, environment: Environment, state: string) => {
  const changes = { IdempotencyKey: `${message.IdempotencyKey}.new`, Message: `${message.Message} new` };
  expect((await ask({ environment, changes })).state).toBe(state);
  expect(hottask.recipientOf(changes.Message).posts).toEqual([]);
};

const down = ({ secrets, plan }: Cell, ...ids: string[]) => {
  const fire = plan(`no ${ids}`);
  secrets.fault = (response, id) => {
    if (!ids.includes(id)) return false;
    fire();
    return awsError('AccessDeniedException')(response, id);
  };
};

const one = 'the recipient gets one text';

const rows: Record<string, (cell: Cell) => Promise<void>> = {
  [`after its NotAfter has passed: ${one}`]: afterSent(
    async (cell) => {
      await expectReplay(cell, cell.bystanders.later);
      await expectRefused(cell, cell.bystanders.later, 'Expired');
    },
    () => ({ NotAfter: new Date(Date.now() + 30_000).toISOString() }),
  ),
  [`after its prefix was forbidden: ${one}`]: afterSent(async (cell) => {
    await expectReplay(cell, cell.bystanders.forbidding);
    await expectRefused(cell, cell.bystanders.forbidding, 'Blocked');
  }),
  [`while Secrets Manager is down, from a process that has read it: ${one}`]: afterSent(async (cell, process) => {
    down(cell, 'hottask', 'messenger');
    process.setAheadMs(6 * minutes);
    await expectReplay(cell, process);
    // After an hour nothing that was read is used any more.
    process.setAheadMs(62 * minutes);
    expect((await cell.ask({ environment: process })).state).toBe('NotSent');
  }),
  [`from a new process that cannot read HotTask’s key: ${one}`]: afterSent(async (cell) => {
    down(cell, 'hottask');
    const cold = await cell.start();
    await expectReplay(cell, cold);
    await expectRefused(cell, cold, 'NotSent');
  }),
  [`from a new process that cannot read our own secret: ${one}, and a stranger learns nothing`]: afterSent(
    async (cell) => {
      down(cell, 'messenger');
      const asked = cell.ledger.calls.length;
      expect((await cell.ask({ environment: await cell.start() })).state).toBe('NotSent');
      expect(cell.ledger.calls).toHaveLength(asked);
    },
  ),
  [`from a process that slept for an hour after it had answered: ${one}`]: afterSent(async (cell, process) => {
    await process.freeze();
    process.setAheadMs(60 * minutes);
    process.thaw();
    await expectReplay(cell, process);
    const changes = { IdempotencyKey: `${cell.message.IdempotencyKey}.new`, Message: `${cell.message.Message} new` };
    expect((await cell.ask({ environment: process, changes })).state).toBe('Sent');
    expect(cell.hottask.recipientOf(changes.Message).texts).toBe(1);
  }),
};

export const againFaults: Fault[] = Object.entries(rows).map(([name, play]) => ({
  point: 'again',
  name: `asked again ${name}`,
  play,
}));
