/** A reminder that is set for March over the real function, and what may have happened to it when somebody moves it to May. */
import { expect } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { message } from './function.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { group, inMarch, setUpRemindersFunction, stored } from './reminders-function.ts';

export type Fn = Awaited<ReturnType<typeof setUpRemindersFunction>>;

export const inMay = { At: '2027-05-01T09:00' };
export const [march, may] = ['2027-03-01T08:00:00Z', '2027-05-01T07:00:00Z'];
export const text = 'at <aws.scheduler.scheduled-time>, "nine" — \u{1F4C5}';
export const given = { ...message, Message: text };

/** One that is set for March. */
export const setUp = async (body: object = {}, options: Parameters<typeof setUpRemindersFunction>[0] = {}) => {
  const fn = await setUpRemindersFunction(options);
  await fn.put('appt-42', { ...inMarch, Message: given, ...body });
  fn.scheduler.calls.length = 0;
  return fn;
};

/** What stands in Scheduler, as it fires. */
export const fires = (fn: Fn) =>
  fn.scheduler.schedules().map(({ answer }) => {
    const { Key, Revision, DueAt, LateBySeconds, Message } = JSON.parse(String(answer.Target.Input));
    return { Key, Revision, DueAt, LateBySeconds, Message };
  });
export const firesInMarch = { Key: 'appt-42', Revision: 1, DueAt: march, LateBySeconds: 300, Message: given };
export const expectUnmoved = (fn: Fn) => expect(fires(fn)).toEqual([firesInMarch]);

export const onlySchedule = (fn: Fn) => {
  const [schedule] = fn.scheduler.schedules();
  if (!schedule) throw new Error('there is no schedule');
  return schedule;
};
/** As a person does in the console. */
export const deleteByHand = async (fn: Fn) => {
  const { name } = onlySchedule(fn);
  const { status } = await fetch(`${fn.scheduler.url}/schedules/${name}?groupName=${group}`, { method: 'DELETE' });
  expect(status).toBe(200);
};
export const editByHand = async (fn: Fn, Input: string, others: object = {}) => {
  const { name, answer } = onlySchedule(fn);
  const { ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, ActionAfterCompletion } =
    answer as Record<string, unknown>;
  const { status } = await fetch(`${fn.scheduler.url}/schedules/${name}`, {
    method: 'PUT',
    body: JSON.stringify({
      GroupName: group,
      ...{ ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, ActionAfterCompletion },
      Target: { ...answer.Target, Input },
      ...others,
    }),
  });
  expect(status).toBe(200);
};

/** Its firing has taken it, and this became of its text. */
export const hasFired = async (fn: Fn, state: string | undefined, attributes: object = {}) => {
  const item = await fn.table.item();
  await fn.table.put(stored({ ...item, firedAt: fn.now(), firingUntil: fn.now() - 1, ...attributes }));
  const pk = pkOf('reminder', `web/appt-42/${march}`);
  const ledger = await startLedgerPeer(fn.tables.ledger);
  if (state) await ledger.put(stored({ pk, state, owner: 'o', attempts: 1, fingerprint: 'f', leaseUntil: 1 }));
};
