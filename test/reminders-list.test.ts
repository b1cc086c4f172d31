/** A caller's list of reminders, page by page, and what each has become once it has fired. */
import { describe, expect, test } from 'vitest';
import { makeFunction, message } from './function.ts';
import { accepts, answers, reset, startHotTaskPeer } from './peers/hottask-peer.ts';
import { callersWith, ourSecret } from './peers/secrets-peer.ts';
import { batch, record } from './queue-records.ts';
import { inMarch, setUpRemindersFunction, stored } from './reminders-function.ts';

type Fn = Awaited<ReturnType<typeof setUpRemindersFunction>>;
interface Told {
  Key: string;
  State: string;
}

const keysOf = ({ json }: Awaited<ReturnType<Fn['list']>>) => (json.Reminders as Told[]).map(({ Key }) => Key);
const all = async (fn: Fn, query: Record<string, string> = {}): Promise<string[]> => {
  const page = await fn.list(query);
  expect(page.status).toBe(200);
  const { Next } = page.json;
  return [...keysOf(page), ...(Next === null ? [] : await all(fn, { ...query, Next }))];
};

describe('the pages', () => {
  test('go on from one to the next, in the order of the keys, and end with the last one', async () => {
    const fn = await setUpRemindersFunction();
    for (const key of ['c', 'a', 'b.2', 'B', 'b']) await fn.put(key);
    const first = await fn.list({ Limit: '2' });
    expect(first).toMatchObject({ status: 200, json: { Next: expect.stringMatching(/^[\w.-]+$/) } });
    expect(keysOf(first)).toEqual(['B', 'a']);
    expect(first.json.Reminders[0]).toEqual((await fn.get('B')).json);
    expect(await all(fn, { Limit: '2' })).toEqual(['B', 'a', 'b', 'b.2', 'c']);
    expect((await fn.list({ Limit: '5' })).json.Next).toBeNull();
  });

  test('of one state hold the others back: a page is as full as can be, and the mark of a cancel is never among them', async () => {
    const fn = await setUpRemindersFunction();
    for (const key of ['a', 'b', 'c', 'd']) await fn.put(key);
    for (const key of ['a', 'c', 'never']) await fn.remove(key);
    expect(await all(fn, { State: 'Cancelled', Limit: '1' })).toEqual(['a', 'c']);
    expect(await all(fn, { State: 'Scheduled' })).toEqual(['b', 'd']);
    expect(await all(fn)).toEqual(['a', 'b', 'c', 'd']);
    expect(await all(fn, { State: 'Sent' })).toEqual([]);
  });

  test('of a state that few have are told in turns of 1,000 that were looked at, none of them lost', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('key-1005');
    await fn.remove('key-1005');
    const [cancelled] = await fn.table.items();
    const keys = Array.from({ length: 1_005 }, (_, at) => `key-${String(at).padStart(4, '0')}`);
    await fn.putAll(keys.map((sk) => stored({ ...cancelled, state: 'Active', sk })));
    const first = await fn.list({ State: 'Cancelled' });
    expect(first.json).toMatchObject({ Reminders: [], Next: expect.any(String) });
    const second = await fn.list({ State: 'Cancelled', Next: first.json.Next });
    expect([keysOf(second), second.json.Next]).toEqual([['key-1005'], null]);
  });

  test('are another caller’s only by its own token', async () => {
    const callers = { web: callersWith('of-web').web, app: callersWith('of-app').web };
    const fn = await setUpRemindersFunction({ secrets: { messenger: ourSecret(callers) } });
    const [web, app] = ['of-web', 'of-app'].map((authorization) => ({ headers: { authorization } }));
    for (const key of ['a', 'b']) await fn.put(key, inMarch, web);
    const { Next } = (await fn.list({ Limit: '1' }, web)).json;
    expect(await fn.list({ Next }, app)).toMatchObject({ status: 400 });
    const [key, signature] = Next.split('.');
    for (const tampered of [
      `${key}.${'A'.repeat(signature.length)}`,
      `${Buffer.from('b').toString('base64url')}.${signature}`,
      `${Next}.`,
    ])
      expect(await fn.list({ Next: tampered }, web)).toMatchObject({ status: 400 });
    expect(keysOf(await fn.list({ Next }, web))).toEqual(['b']);
  });
});

/** Fires what is due, as Scheduler and the queue do, through the send function. */
const fire = async (fn: Fn, behave: Parameters<typeof startHotTaskPeer>[0]) => {
  const hottask = await startHotTaskPeer(behave);
  const ledger = { url: fn.table.url, table: fn.tables.ledger };
  const send = makeFunction({ hottask, secrets: fn.secrets, ledger, reminders: fn.tables.reminders });
  send.clock.aheadMs = fn.now() - Date.now();
  const [schedule] = fn.scheduler.schedules();
  const body = String(schedule?.answer.Target.Input).replace('<aws.scheduler.scheduled-time>', '2027-03-01T08:00:00Z');
  await send.invoke(batch(record(body, {}, fn.now())));
};

describe('what has become of it', () => {
  const due = '2027-03-01T08:00:30Z';
  const states: [string, Parameters<typeof startHotTaskPeer>[0], number][] = [
    ['Sent', answers(200, accepts), 409],
    ['Refused', answers(400, '{}'), 409],
    ['Unknown', reset, 409],
  ];
  test.each(states)('%s: told by GET and by the list, and there is nothing left to cancel', async (State, behave) => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.goTo(due);
    await fire(fn, behave);
    const over = { State, Revision: 1, FiredAt: expect.stringMatching(/^2027-03-01T08:00:3/) };
    expect(await fn.get('appt-42')).toMatchObject({ status: 200, json: over });
    expect((await fn.list({ State })).json.Reminders).toMatchObject([over]);
    const nothingLeft = {
      status: 409,
      json: { State, Code: 409, Message: expect.stringContaining('nothing left to cancel') },
    };
    expect(await fn.remove('appt-42')).toMatchObject(nothingLeft);
    fn.clock.aheadMs += 60_000;
    expect(await fn.remove('appt-42')).toMatchObject(nothingLeft);
    expect(await fn.put('appt-42', { ...inMarch, At: '2027-05-01T09:00' })).toMatchObject({ status: 201 });
  });

  test.each(states)('%s: its key is free for the next one', async (State, behave) => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.goTo(due);
    await fire(fn, behave);
    const next = { At: '2027-05-01T09:00:00', Revision: 2, State: 'Scheduled' };
    if (State === 'Unknown') {
      // Until its lease is over a person may say that it was not sent, and then it is.
      expect(await fn.put('appt-42', { ...inMarch, At: '2027-05-01T09:00' })).toMatchObject({ status: 409 });
      fn.clock.aheadMs += 60_000;
    }
    expect(await fn.put('appt-42', { ...inMarch, At: '2027-05-01T09:00' })).toMatchObject({ status: 201, json: next });
    expect((await fn.get('appt-42')).json).toMatchObject(next);
  });

  test('while it is going out it is neither moved nor cancelled: 409, and the caller asks again', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.goTo(due);
    const held = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const firing = fire(fn, async (response, post) => {
      arrived.resolve();
      await held.promise;
      return answers(200, accepts)(response, post);
    });
    await arrived.promise;
    const goingOut = {
      status: 409,
      headers: { 'retry-after': '30' },
      json: { State: 'InProgress', Message: expect.stringContaining('going out at this moment') },
    };
    expect(await fn.put('appt-42', { ...inMarch, At: '2027-05-01T09:00' })).toMatchObject(goingOut);
    expect(await fn.remove('appt-42')).toMatchObject(goingOut);
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'InProgress' } });
    held.resolve();
    await firing;
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Sent' } });
  });

  test('HotTask took nothing: NotSent while it may still go out, Expired after that, and it can be cancelled', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.goTo(due);
    await fire(fn, answers(429, '{}'));
    fn.clock.aheadMs += 60_000;
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'NotSent' } });
    fn.clock.aheadMs += 300_000;
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Expired' } });
    expect(await fn.remove('appt-42')).toMatchObject({ status: 200, json: { State: 'Cancelled' } });
  });

  test('its time has come and nothing has fired: NotSent for as long as it may go out, and it can still be moved', async () => {
    const fn = await setUpRemindersFunction();
    const late = { ...inMarch, LateBySeconds: 3_600 };
    await fn.put('appt-42', late);
    fn.goTo('2027-03-01T08:00:59Z');
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Scheduled' } });
    fn.goTo('2027-03-01T08:02:00Z');
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'NotSent' } });
    expect((await fn.list({ State: 'Scheduled' })).json.Reminders).toEqual([]);
    expect((await fn.list({ State: 'NotSent' })).json.Reminders).toHaveLength(1);
    expect(await fn.put('appt-42', { ...late, At: '2027-05-01T09:00' })).toMatchObject({ status: 200 });
  });

  test('its NotAfter has passed: Expired, and no longer once it was moved without one', async () => {
    const fn = await setUpRemindersFunction();
    const Message = { ...message, NotAfter: '2027-03-01T08:10:00Z' };
    await fn.put('appt-42', { ...inMarch, LateBySeconds: 3_600, Message });
    fn.goTo('2027-03-01T08:09:00Z');
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'NotSent' } });
    fn.goTo('2027-03-01T08:10:00Z');
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Expired' } });
    await fn.put('appt-42', { ...inMarch, At: '2027-05-01T09:00' });
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Scheduled' } });
  });

  test('its schedule never fired: Expired', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42', { ...inMarch, Message: message });
    fn.goTo('2027-03-01T08:05:00Z');
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Expired' } });
    expect((await fn.list({ State: 'Expired' })).json.Reminders).toHaveLength(1);
  });
});
