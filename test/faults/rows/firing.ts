/** A reminder fires while its caller changes it, or fires again: nothing after a cancel that was acknowledged, and one text at one time. */
import { expect } from 'vitest';
import { dueAt } from '../../reminder-set-up.ts';
import { leaseOverMs } from '../bystanders.ts';
import type { Cell } from '../cell.ts';
import type { Environment } from '../environment.ts';
import type { Fault } from '../fault.ts';
import type { Point } from '../points.ts';
import { type Fired, fires, usualWhen } from '../sources/reminder.ts';
import { onlyReminders } from './take.ts';

const keyOf = ({ message }: Cell) => message.IdempotencyKey;
const anHourLater = { ...dueAt(usualWhen.dueAt + 3_600_000), lateBySeconds: usualWhen.lateBySeconds };

/** Set, and nothing has fired yet. */
const standing = (then: (cell: Cell, first: Fired) => Promise<void>) => async (cell: Cell) => {
  const fire = cell.plan('it was changed, or fired again');
  await then(cell, await cell.reminders.stands(keyOf(cell)));
  fire();
};

const expectFires = async ({ ask }: Cell, environment: Environment, expected: object, event?: unknown) =>
  expect(await ask({ environment, ...(event ? { event } : {}) })).toMatchObject(expected);

const cancelled = { state: 'Cancelled', place: 'done' };
const sent = { state: 'Sent', place: 'done' };
const comesBack = { state: 'NotSent', place: 'again' };

const expectNothingSent = async (cell: Cell, event?: unknown) => {
  for (const environment of [cell.bystanders.other, cell.bystanders.later])
    await expectFires(cell, environment, cancelled, event);
  expect(cell.recipient.posts).toEqual([]);
};

/** Its firing is kept at a point meanwhile. */
const keptAt = async (cell: Cell, point: Point, meanwhile: () => Promise<void>) => {
  const at = cell.points.hold(point);
  const answer = cell.ask({ environment: await cell.environment() });
  await at.reached;
  await meanwhile();
  at.release('on');
  return answer;
};

/** It stands still until its lease is over, and is cancelled then. */
const wakesAfterACancel = (point: Point, then: object) =>
  standing(async (cell) => {
    const process = await cell.environment();
    const heard = keptAt(cell, point, async () => {
      await process.freeze();
      expect(await cell.reminders.cancel(keyOf(cell))).toBe('going out');
      expect(await cell.reminders.cancel(keyOf(cell), leaseOverMs)).toBe('cancelled');
      process.setAheadMs(leaseOverMs);
      process.thaw();
    });
    expect(await heard).toMatchObject(comesBack);
    await expectFires(cell, cell.bystanders.later, then);
    expect(cell.recipient.posts).toEqual([]);
  });

const nobody = 'nobody is texted';
const one = 'the recipient gets one text';

const rows: Record<string, (cell: Cell) => Promise<void>> = {
  [`cancelled before it fires: ${nobody}`]: standing(async (cell) => {
    expect(await cell.reminders.cancel(keyOf(cell))).toBe('cancelled');
    await expectNothingSent(cell);
  }),
  [`cancelled while its take is on its way: ${nobody}`]: standing(async (cell) => {
    const heard = keptAt(cell, 'the take has arrived', async () => {
      expect(await cell.reminders.cancel(keyOf(cell))).toBe('cancelled');
    });
    expect(await heard).toMatchObject(cancelled);
    await expectNothingSent(cell);
  }),
  [`cancelled when a copy of its take comes late: ${nobody}`]: standing(async (cell) => {
    cell.trouble('take', 'is cut off, and a copy comes late');
    await expectFires(cell, await cell.environment(), comesBack);
    expect(await cell.reminders.cancel(keyOf(cell))).toBe('cancelled');
    await cell.bringLate();
    await expectNothingSent(cell);
  }),
  [`a cancel that comes when it is taken is not acknowledged: ${one}`]: standing(async (cell) => {
    const heard = keptAt(cell, 'the take is written', async () => {
      expect(await cell.reminders.cancel(keyOf(cell))).toBe('going out');
    });
    expect(await heard).toMatchObject(sent);
    expect(await cell.reminders.cancel(keyOf(cell), leaseOverMs)).toBe('fired');
    await expectFires(cell, cell.bystanders.other, sent);
  }),
  [`frozen past its lease when the take is written, and cancelled meanwhile: ${nobody}`]: wakesAfterACancel(
    'the take is written',
    cancelled,
  ),
  // Its claim comes after the cancel, and nobody can know from outside that nothing was sent.
  [`frozen past its lease when the claim has arrived, and cancelled meanwhile: ${nobody}, and it waits for a person`]:
    wakesAfterACancel('the claim has arrived', { state: 'Unknown', place: 'parked' }),
  [`moved before it fires: ${nobody}, and one text goes out at the new time`]: standing(async (cell) => {
    const moved = await cell.reminders.put(keyOf(cell), { when: anHourLater });
    await expectNothingSent(cell);
    const fired = fires(cell.message, moved, anHourLater);
    await expectFires(cell, cell.bystanders.later, comesBack, fired);
    const process = await cell.environment();
    process.setAheadMs(3_600_000);
    await expectFires(cell, process, sent, fired);
  }),
  [`set anew for the same time before it fires, and both fire: ${one}`]: standing(async (cell) => {
    const again = await cell.reminders.put(keyOf(cell), {});
    await expectNothingSent(cell);
    await expectFires(cell, cell.bystanders.other, sent, fires(cell.message, again));
    await expectFires(cell, cell.bystanders.later, sent);
  }),
  [`set anew for the same time after it was sent, and fires again: ${one}`]: standing(async (cell) => {
    await expectFires(cell, cell.bystanders.other, sent);
    const again = await cell.reminders.put(keyOf(cell), { aheadMs: leaseOverMs });
    await expectFires(cell, cell.bystanders.later, sent, fires(cell.message, again));
    await expectFires(cell, cell.bystanders.other, sent);
  }),
  [`moved after it was sent, and delivered again: ${one}`]: standing(async (cell) => {
    await expectFires(cell, cell.bystanders.other, sent);
    await cell.reminders.put(keyOf(cell), { when: anHourLater, aheadMs: leaseOverMs });
    await expectFires(cell, cell.bystanders.later, sent);
  }),
  [`two deliveries at once, of which one is kept at its take: ${one}`]: standing(async (cell) => {
    const heard = keptAt(cell, 'the take has arrived', () => expectFires(cell, cell.bystanders.other, sent));
    expect(await heard).toMatchObject(sent);
  }),
  [`of a change that never came to its end: ${nobody}, until it is too late`]: standing(async (cell, first) => {
    const halfway = fires(cell.message, { ...first, revision: first.revision + 1 });
    for (const environment of [cell.bystanders.other, cell.bystanders.later])
      await expectFires(cell, environment, comesBack, halfway);
    const process = await cell.environment();
    process.setAheadMs(usualWhen.lateBySeconds * 1_000);
    await expectFires(cell, process, { state: 'Expired', place: 'done' }, halfway);
    expect(cell.recipient.posts).toEqual([]);
  }),
  [`of a change that comes to its end afterwards: ${one}`]: standing(async (cell, { nonce }) => {
    const halfway = fires(cell.message, { revision: 2, nonce });
    await expectFires(cell, cell.bystanders.other, comesBack, halfway);
    await cell.reminders.put(keyOf(cell), { nonce });
    await expectFires(cell, cell.bystanders.other, sent, halfway);
  }),
  [`of a change that another one at the same moment has beaten: ${nobody}`]: standing(async (cell) => {
    const beaten = fires(cell.message, { revision: 1, nonce: '0123456789abcdef' });
    await expectNothingSent(cell, beaten);
    await expectFires(cell, cell.bystanders.other, sent);
  }),
};

export const firings: Fault[] = Object.entries(rows).map(([name, play]) => ({
  point: 'take',
  name,
  notOn: onlyReminders,
  play,
}));
