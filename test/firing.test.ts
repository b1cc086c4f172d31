/** A caller's reminder that fires: one text in its time, and none once it was cancelled, moved or is late. */
import { describe, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { ledgerKeyOfReminder } from '../lambda/reminders/reminder.ts';
import { message } from './function.ts';
import { answers } from './peers/hottask-peer.ts';
import { awsError } from './peers/secrets-peer.ts';
import { record } from './queue-records.ts';
import { change, dueAt, firing, lateBySeconds, setUpReminders, thisMinute } from './reminder-set-up.ts';

const due = () => dueAt(thisMinute());
const keyAt = (at: number) => pkOf('reminder', ledgerKeyOfReminder('web', 'appt-42', at));

describe('in its time', () => {
  test('the recipient gets one text, its item says when it fired, and one that is delivered again brings no second', async () => {
    const { set, fire, hottask, ledger, item, states, fn } = await setUpReminders();
    const when = due();
    const reminder = await set(when);
    expect(await fire(reminder, when)).toEqual([]);
    expect(await fire(reminder, when)).toEqual([]);
    expect(hottask.posts.map(({ body }) => JSON.parse(body))).toEqual([message]);
    expect(states()).toEqual(['Sent', 'Sent']);
    expect(fn.lines.findLast(({ what }) => what === 'outcome')).toMatchObject({
      isReplayed: true,
      envelope: 'reminder',
    });
    expect(await item()).toMatchObject({ state: 'Active', revision: 1, firedAt: expect.any(Number) });
    expect(await ledger.itemAt(keyAt(when.dueAt))).toMatchObject({
      state: 'Sent',
      scope: 'reminder',
      key: `web/appt-42/${new Date(when.dueAt).toISOString().replace('.000Z', 'Z')}`,
    });
  });

  test('one that the stack declares needs no item', async () => {
    const { deliver, hottask, ledger } = await setUpReminders();
    const ScheduledAt = new Date(thisMinute()).toISOString().replace('.000Z', 'Z');
    const fired = { Reminder: 1, Key: 'payday', ScheduledAt, LateBySeconds: 300, Message: message };
    expect(await deliver(record(fired), record(fired))).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
    expect(await ledger.item()).toMatchObject({ state: 'Sent', key: `/payday/${ScheduledAt}` });
  });

  test('an older revision that is due at the same time brings no second text', async () => {
    const { set, fire, hottask, states } = await setUpReminders();
    const when = due();
    const older = await set(when);
    const newer = await set(when);
    for (const revision of [newer, older, newer]) expect(await fire(revision, when)).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
    // The key is that of the text, whichever revision asks.
    expect(states()).toEqual(['Sent', 'Sent', 'Sent']);
  });

  test('HotTask refuses it for now: it comes back, and goes out', async () => {
    const treatment = { value: 429 };
    const { set, fire, hottask, states } = await setUpReminders((response, post) =>
      treatment.value === 200
        ? answers(200, '{"Data":{"Status":"True"},"Success":true,"Code":200}')(response, post)
        : answers(treatment.value, '{}')(response, post),
    );
    const when = due();
    const reminder = await set(when);
    expect(await fire(reminder, when)).toHaveLength(1);
    treatment.value = 200;
    expect(await fire(reminder, when)).toEqual([]);
    expect(states()).toEqual(['NotSent', 'Sent']);
    expect(hottask.posts).toHaveLength(2);
  });
});

describe('nobody is texted, and the record is done', () => {
  test('after it was cancelled', async () => {
    const { set, cancel, fire, hottask, ledger, item, fn } = await setUpReminders();
    const when = due();
    const reminder = await set(when);
    await cancel();
    expect(await fire(reminder, when)).toEqual([]);
    expect(hottask.posts).toEqual([]);
    expect(await ledger.items()).toEqual([]);
    expect(await item()).toMatchObject({ state: 'Cancelled', revision: 2 });
    expect([fn.count('Cancelled'), fn.count('LateReminders')]).toEqual([1, 0]);
  });

  test('after it was moved, by what was due before', async () => {
    const { set, fire, hottask, states } = await setUpReminders();
    const when = due();
    const older = await set(when);
    await set(dueAt(when.dueAt + 3_600_000));
    expect(await fire(older, when)).toEqual([]);
    expect([hottask.posts, states()]).toEqual([[], ['Cancelled']]);
  });

  test('by a change that another one at the same moment has beaten', async () => {
    const { set, fire, hottask, states } = await setUpReminders();
    const when = due();
    const reminder = await set(when);
    expect(await fire({ ...reminder, nonce: change().nonce }, when)).toEqual([]);
    expect([hottask.posts, states()]).toEqual([[], ['Cancelled']]);
  });
});

describe('a revision with another text, due at the same time as the one that was sent', () => {
  const another = { ...message, Message: 'See you at ten.' };
  const sendNewer = async () => {
    const all = await setUpReminders();
    const when = due();
    const older = await all.set(when);
    expect(await all.fire(await all.set(when), when, another)).toEqual([]);
    return { ...all, when, older };
  };

  test.each([
    ['of before the change', {}],
    ['of a change that another one at the same moment has beaten', { revision: 2, nonce: change().nonce }],
    ['of a change that never came to its end', { revision: 3, nonce: change().nonce }],
  ])('%s: nobody is texted again, and nothing is left to a person', async (_case, its) => {
    const { fire, older, when, hottask, parked, states, fn } = await sendNewer();
    expect(await fire({ ...older, ...its }, when)).toEqual([]);
    fn.clock.aheadMs += lateBySeconds * 1_000;
    expect(await fire({ ...older, ...its }, when)).toEqual([]);
    expect([hottask.posts.length, states(), await parked()]).toEqual([1, ['Sent', 'Cancelled', 'Cancelled'], []]);
    expect(fn.count('LateReminders')).toBe(0);
  });
});

describe('late', () => {
  const strict = { mode: 'live', prefixes: { '+': 'allow' }, breakerAfter: 0, maxAgeSeconds: 60 };
  test.each<[string, number, string, number, object?]>([
    ['a moment before its LateBySeconds are over it goes out', lateBySeconds * 1_000 - 1_000, 'Sent', 0],
    ['also where other messages may be less old', lateBySeconds * 1_000 - 1_000, 'Sent', 0, strict],
    ['when they are over nobody is texted, and it is counted', lateBySeconds * 1_000, 'Expired', 1],
  ])('%s', async (_case, lateMs, state, counted, rules) => {
    const { set, fire, hottask, states, fn } = await setUpReminders(undefined, rules && { rules });
    const when = due();
    const reminder = await set(when);
    // The clock stands still: a slow machine must not make it late.
    const at = when.dueAt + lateMs;
    Object.defineProperty(fn.clock, 'aheadMs', { get: () => at - Date.now() });
    expect(await fire(reminder, when)).toEqual([]);
    expect(states()).toEqual([state]);
    expect(hottask.posts).toHaveLength(1 - counted);
    expect(fn.count('LateReminders')).toBe(counted);
  });

  test('a message of another source that is late is no late reminder', async () => {
    const { deliver, fn } = await setUpReminders();
    await deliver(record({ ...message, IdempotencyKey: 'k', NotAfter: '2020-01-01T00:00:00Z' }));
    expect([fn.count('Expired'), fn.count('LateReminders')]).toEqual([1, 0]);
  });

  test('a change that never came to its end: its text comes back until it is late, and is not sent', async () => {
    const { fire, hottask, states, fn, item } = await setUpReminders();
    const when = due();
    const halfway = { ...change(), revision: 1 };
    expect(await fire(halfway, when)).toHaveLength(1);
    fn.clock.aheadMs = lateBySeconds * 1_000;
    expect(await fire(halfway, when)).toEqual([]);
    expect([hottask.posts, states()]).toEqual([[], ['NotSent', 'Expired']]);
    expect(fn.facts()).toEqual(['no change has committed this revision']);
    expect(fn.count('NeedsMending')).toBe(0);
    expect(await item()).toBeUndefined();
  });
});

describe('the reminders table cannot be asked', () => {
  test('nobody is texted and nothing is claimed; it comes back, goes out once it can, and the log says what to mend', async () => {
    const { set, fire, hottask, ledger, states, fn, remindersTable } = await setUpReminders();
    const when = due();
    const reminder = await set(when);
    ledger.fault = ({ table }, response) => table === remindersTable && awsError('AccessDeniedException')(response, '');
    expect(await fire(reminder, when)).toHaveLength(1);
    expect([hottask.posts, await ledger.items(), states()]).toEqual([[], [], ['NotSent']]);
    expect(fn.facts()).toEqual(['the reminders table cannot be asked']);
    expect(fn.count('NeedsMending')).toBe(1);
    ledger.fault = () => false;
    expect(await fire(reminder, when)).toEqual([]);
    expect(hottask.posts).toHaveLength(1);
  });

  test('the answer to what it wrote is lost: it holds the item all the same, and goes out', async () => {
    const { set, fire, hottask, ledger, remindersTable } = await setUpReminders();
    const when = due();
    const reminder = await set(when);
    let struck = 0;
    ledger.fault = async ({ table, pass }, response) => {
      if (table !== remindersTable || struck > 0) return false;
      struck += 1;
      await pass();
      response.socket?.resetAndDestroy();
      return true;
    };
    expect(await fire(reminder, when)).toEqual([]);
    expect([struck, hottask.posts.length]).toEqual([1, 1]);
  });

  test('an item that another version wrote is left alone, and nobody is texted', async () => {
    const { fire, hottask, states, put } = await setUpReminders();
    const when = due();
    await put({ pk: 'web', sk: 'appt-42', revision: 'two' });
    expect(await fire({ ...change(), revision: 1 }, when)).toHaveLength(1);
    expect([hottask.posts, states()]).toEqual([[], ['NotSent']]);
  });
});

describe('put back by a person', () => {
  const parkedOf = async (behave: Parameters<typeof setUpReminders>[0]) => {
    const all = await setUpReminders(behave);
    const when = due();
    const reminder = await all.set(when);
    expect(await all.fire(reminder, when)).toEqual([]);
    const [parked] = await all.parked();
    const { Body = '', State, Envelope, SourceTime = '', LedgerKey = '' } = parked as Record<string, string>;
    expect([State, Envelope]).toEqual(['Refused', 'reminder']);
    const replay = (until: number) =>
      all.deliver(record(Body, { SourceTime, LedgerKey, Until: String(until) }, all.fn.now()));
    return { ...all, when, reminder, replay };
  };

  test('a text that may be late by a person’s word: what was refused is said again, and counts as no late reminder', async () => {
    const { replay, fn, states, hottask } = await parkedOf(answers(400, '{}'));
    fn.clock.aheadMs = 3_600_000;
    expect(await replay(fn.now() + 60_000)).toEqual([]);
    expect(states()).toEqual(['Refused', 'Refused']);
    expect(hottask.posts).toHaveLength(1);
    expect(await replay(fn.now() - 1)).toEqual([]);
    expect(fn.count('LateReminders')).toBe(0);
  });
});

test('what fires is what was given: a text holds no place that Scheduler would fill', () => {
  const when = due();
  const given = { ...message, Message: 'Due at <aws.scheduler.scheduled-time>.' };
  const fired = JSON.parse(firing({ ...change(), revision: 1 }, when, given));
  expect(fired.Message).toEqual(given);
  expect(Date.parse(fired.ScheduledAt)).toBe(when.dueAt);
});
