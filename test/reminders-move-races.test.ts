/** Somebody else is at a reminder while `PATCH` moves it, or was at its schedule: the recipient gets no other text, and none is lost. */
import { describe, expect, test } from 'vitest';
import {
  deleteByHand,
  editByHand,
  expectUnmoved,
  type Fn,
  fires,
  firesInMarch,
  given,
  hasFired,
  inMay,
  may,
  onlySchedule,
  setUp,
} from './move-set-up.ts';
import type { Call } from './peers/ledger-peer.ts';
import { inMarch } from './reminders-function.ts';

describe('somebody has been at its schedule', () => {
  const lost = (how: string) => ({
    status: 409,
    json: {
      Code: 409,
      Message: `Its schedule was ${how}, so its number and text cannot be read: set it again by PUT.`,
    },
  });

  test('deleted by hand: 409 without State, and PUT sets it again', async () => {
    const fn = await setUp();
    await deleteByHand(fn);
    const answer = await fn.patch('appt-42', inMay);
    expect(answer).toMatchObject(lost('deleted outside of this API, or fired too early'));
    expect(answer.json).not.toHaveProperty('State');
    expect((await fn.put('appt-42', { ...inMarch, ...inMay, Message: given })).status).toBe(200);
    expect(fires(fn)).toMatchObject([{ Revision: 2, DueAt: may }]);
  });

  test.each<[string, (input: Record<string, unknown>) => unknown]>([
    ['no JSON', () => 'see you at nine'],
    ['nothing of a reminder', () => ({})],
    ['another caller', (input) => ({ ...input, Caller: 'app' })],
    ['another key', (input) => ({ ...input, Key: 'appt-43' })],
    ['another revision', (input) => ({ ...input, Revision: 2 })],
    ['another change', (input) => ({ ...input, Nonce: '0123456789abcdef' })],
    ['another version', (input) => ({ ...input, Reminder: 2 })],
    ['no message', ({ Message: _, ...input }) => input],
    ['a message without a number', (input) => ({ ...input, Message: { ...given, ToPhoneNumber: '' } })],
    ['a message with a field too many', (input) => ({ ...input, Message: { ...given, Massage: 'x' } })],
  ])('edited by hand to %s: 409 without State, and it is as it was', async (_case, edit) => {
    const fn = await setUp();
    const edited = edit(JSON.parse(String(onlySchedule(fn).answer.Target.Input)));
    await editByHand(fn, typeof edited === 'string' ? edited : JSON.stringify(edited));
    const before = (await fn.get('appt-42')).json;
    const answer = await fn.patch('appt-42', inMay);
    expect(answer).toMatchObject(lost('edited outside of this API'));
    expect(answer.json).not.toHaveProperty('State');
    expect((await fn.get('appt-42')).json).toEqual(before);
    expect(fn.scheduler.calls.filter((call) => call === 'create')).toEqual([]);
  });
});

describe('two at once', () => {
  const isWrite = ({ operation }: Call) => operation === 'UpdateItem';
  /** Each waits with its first write until both are there. */
  const meet = (fn: Fn) => {
    const waiting: (() => void)[] = [];
    fn.table.fault = async (call) => {
      if (!isWrite(call) || waiting.length === 2) return false;
      await new Promise<void>((go) => {
        waiting.push(go);
        if (waiting.length === 2) for (const each of waiting) each();
      });
      return false;
    };
  };
  const changed = { status: 409, json: { Message: expect.stringMatching(/at the same moment: GET it/) } };

  test('two PATCHes: one moves it, the other hears 409, and the schedule that stands is the one that is told', async () => {
    const fn = await setUp();
    meet(fn);
    const answers = await Promise.all([fn.patch('appt-42', inMay), fn.patch('appt-42', { At: '2027-06-01T09:00' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject(changed);
    const told = answers.find(({ status }) => status === 200)?.json;
    expect((await fn.get('appt-42')).json).toEqual(told);
    expect(fires(fn)).toEqual([{ ...firesInMarch, Revision: 2, DueAt: String(told?.DueAt).replace('.000Z', 'Z') }]);
  });

  /** Does it between the read of the item and that of the schedule. */
  const between = (fn: Fn, doing: () => Promise<unknown>) => {
    let isDone = false;
    fn.scheduler.fault = async ({ operation }) => {
      if (operation !== 'read' || isDone) return false;
      isDone = true;
      await doing();
      return false;
    };
  };

  test('a DELETE is answered while it has read: 409, and nothing goes out', async () => {
    const fn = await setUp();
    between(fn, () => fn.remove('appt-42'));
    expect(await fn.patch('appt-42', inMay)).toMatchObject(changed);
    expect(fires(fn)).toEqual([]);
    expect((await fn.get('appt-42')).json.State).toBe('Cancelled');
  });

  test('another number and text are set while it has read: 409, and they stay', async () => {
    const fn = await setUp();
    const other = { ...given, Message: 'another text' };
    between(fn, () => fn.put('appt-42', { ...inMarch, Message: other }));
    expect(await fn.patch('appt-42', inMay)).toMatchObject(changed);
    expect(fires(fn)).toEqual([{ ...firesInMarch, Revision: 2, Message: other }]);
  });

  test('a firing takes it while it has read: 409, and its own schedule goes', async () => {
    const fn = await setUp();
    fn.goTo('2027-03-01T07:59:59Z');
    between(fn, () => hasFired(fn, undefined, { firingUntil: fn.now() + 20_000 }));
    expect(await fn.patch('appt-42', inMay)).toMatchObject({ status: 409, json: { State: 'InProgress' } });
    expectUnmoved(fn);
  });
});
