/** A reminder whose caller was removed: its recipient gets no text, and a person decides. A caller who is only new to the cache loses none. */
import { describe, expect, test } from 'vitest';
import { secretCache } from '../lambda/wiring.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { awsError, callersWith, ourSecret } from './peers/secrets-peer.ts';
import { record } from './queue-records.ts';
import { keyed } from './queue-set-up.ts';
import { change, dueAt, setUpReminders, thisMinute } from './reminder-set-up.ts';

const { web } = callersWith(canary.callerKey);
const [withWeb, withoutWeb] = [ourSecret({ web }), ourSecret({ shop: web })];
/** The clock moves on by some minutes. */
const dueNow = () => ({ ...dueAt(thisMinute()), lateBySeconds: 3_600 });

/** A reminder of `web`, set while it was a caller, and a function whose cache was filled with this secret. */
const setUp = async (cached = withWeb) => {
  const all = await setUpReminders();
  const when = dueNow();
  const reminder = await all.set(when);
  all.secrets.set('messenger', cached);
  await all.deliver(record(keyed('fills-the-cache')));
  const texts = () => all.hottask.posts.length - 1;
  return { ...all, when, reminder, texts, fire: () => all.fire(reminder, when), states: () => all.states().slice(1) };
};

describe('its caller was removed', () => {
  test('the recipient gets no text; it waits in parked, which says why and how to send it after all', async () => {
    const { secrets, fn, fire, texts, states, parked, item, ledger } = await setUp();
    secrets.set('messenger', withoutWeb);
    fn.clock.aheadMs = secretCache.freshMs;
    expect(await fire()).toEqual([]);
    expect([texts(), states()]).toEqual([0, ['Unauthorized']]);
    expect(await parked()).toMatchObject([
      {
        State: 'Unauthorized',
        Envelope: 'reminder',
        Reason: expect.stringMatching(/not among Callers any more.* nothing was sent.*parked replay ID/s),
      },
    ]);
    expect(await item(), 'it took nothing').not.toHaveProperty('firedAt');
    expect(await ledger.items(), 'only that of the message before it').toHaveLength(1);
    expect([fn.count('Unauthorized'), fn.count('NeedsMending')]).toEqual([1, 0]);
  });

  test('a text that it had sent before is told as Sent, and the recipient gets no second', async () => {
    const { secrets, fn, fire, texts, states, parked } = await setUp();
    await fire();
    secrets.set('messenger', withoutWeb);
    fn.clock.aheadMs = secretCache.freshMs;
    expect(await fire()).toEqual([]);
    expect([texts(), states(), await parked()]).toEqual([1, ['Sent', 'Sent'], []]);
  });

  test('a moment ago: as with its key, up to 5 minutes of texts still go out', async () => {
    const { secrets, fire, texts } = await setUp();
    secrets.set('messenger', withoutWeb);
    expect(await fire()).toEqual([]);
    expect(texts()).toBe(1);
  });

  test('and added again: the recipient gets the text', async () => {
    const { secrets, fn, fire, texts } = await setUp(withoutWeb);
    secrets.set('messenger', withWeb);
    fn.clock.aheadMs = secretCache.rereadMs;
    expect(await fire()).toEqual([]);
    expect(texts()).toBe(1);
  });
});

describe('its caller was removed, and before that the reminder', () => {
  const removed = async () => {
    const all = await setUp();
    all.secrets.set('messenger', withoutWeb);
    all.fn.clock.aheadMs = secretCache.freshMs;
    return all;
  };

  test('was cancelled, and its schedule fires all the same: nobody is texted, and there is nothing to decide', async () => {
    const { cancel, fire, texts, states, parked } = await removed();
    await cancel();
    expect(await fire()).toEqual([]);
    expect([texts(), states(), await parked()]).toEqual([0, ['Cancelled'], []]);
  });

  test('was moved, and its old schedule fires all the same: nobody is texted, and there is nothing to decide', async () => {
    const { set, fire, texts, states, parked } = await removed();
    await set(dueAt(thisMinute() + 3_600_000));
    expect(await fire()).toEqual([]);
    expect([texts(), states(), await parked()]).toEqual([0, ['Cancelled'], []]);
  });

  test('cannot be asked: it comes back, and waits for a person once it can', async () => {
    const { ledger, remindersTable, fire, texts, states, fn } = await removed();
    ledger.fault = ({ table }, response) => table === remindersTable && awsError('AccessDeniedException')(response, '');
    expect(await fire()).toHaveLength(1);
    expect(fn.facts().slice(-1)).toEqual(['the reminders table cannot be asked']);
    ledger.fault = () => false;
    expect(await fire()).toEqual([]);
    expect([texts(), states()]).toEqual([0, ['NotSent', 'Unauthorized']]);
  });
});

describe('its caller is not in what the cache holds', () => {
  test('it was added since: the secret is read once more, and the recipient gets the text', async () => {
    const { secrets, fn, fire, texts } = await setUp(withoutWeb);
    secrets.set('messenger', withWeb);
    fn.clock.aheadMs = secretCache.rereadMs;
    const reads = secrets.reads.length;
    expect(await fire()).toEqual([]);
    expect([texts(), secrets.reads.slice(reads)]).toEqual([1, ['messenger']]);
  });

  test('Secrets Manager is down: it comes back, and the recipient gets the text once the caller can be read', async () => {
    const { secrets, fn, fire, texts, states, parked } = await setUp(withoutWeb);
    secrets.set('messenger', withWeb);
    secrets.fault = awsError('AccessDeniedException');
    fn.clock.aheadMs = secretCache.rereadMs;
    expect(await fire()).toHaveLength(1);
    const reads = secrets.reads.length;
    expect(await fire()).toHaveLength(1);
    expect(secrets.reads, 'it was asked just now').toHaveLength(reads);
    expect([states(), texts(), await parked()]).toEqual([['NotSent', 'NotSent'], 0, []]);
    expect(fn.facts().slice(-1)).toEqual(['our own secret cannot be read']);
    secrets.fault = () => false;
    fn.clock.aheadMs = 2 * secretCache.rereadMs + 1_000;
    expect(await fire()).toEqual([]);
    expect(texts()).toBe(1);
  });

  test('many that fire in one minute ask for it once', async () => {
    const { secrets, fn, fire, states } = await setUp(withoutWeb);
    fn.clock.aheadMs = secretCache.rereadMs;
    const reads = secrets.reads.length;
    for (let fired = 0; fired < 5; fired += 1) await fire();
    expect(states()).toEqual(Array(5).fill('Unauthorized'));
    expect(secrets.reads).toHaveLength(reads + 1);
  });
});

test('a caller who is known costs no read: ten reminders, and each recipient gets one text', async () => {
  const { secrets, set, deliver, ...all } = await setUpReminders();
  const when = dueNow();
  for (let at = 0; at < 10; at += 1) {
    const reminder = await set(when, { ...change(), key: `appt-${at}` });
    expect(await all.fire(reminder, when)).toEqual([]);
  }
  expect(all.hottask.posts).toHaveLength(10);
  expect(secrets.reads.sort()).toEqual(['hottask', 'messenger']);
});

describe('put back by a person', () => {
  const parkedOf = async () => {
    const all = await setUp(withoutWeb);
    await all.fire();
    const [{ Body = '', SourceTime = '' } = {}] = await all.parked();
    const replay = (more: object) => all.deliver(record(Body, { SourceTime, ...more }, all.fn.now()));
    return { ...all, replay };
  };

  test('with the mark that its caller may be gone: the recipient gets the text, once', async () => {
    const { replay, texts, states } = await parkedOf();
    for (let at = 0; at < 2; at += 1) expect(await replay({ CallerMayBeGone: 'true' })).toEqual([]);
    expect([texts(), states().slice(1)]).toEqual([1, ['Sent', 'Sent']]);
  });

  test('without it the recipient gets nothing, and it is parked again', async () => {
    const { replay, texts, states } = await parkedOf();
    await replay({});
    expect([texts(), states()]).toEqual([0, ['Unauthorized', 'Unauthorized']]);
  });

  test('with the mark, but cancelled since: the recipient gets nothing', async () => {
    const { replay, texts, states, cancel } = await parkedOf();
    await cancel();
    await replay({ CallerMayBeGone: 'true' });
    expect([texts(), states()]).toEqual([0, ['Unauthorized', 'Cancelled']]);
  });

  test.each(['', 'false', 'yes'])('the mark says %j: nobody is texted, and what it must be is told', async (mark) => {
    const { replay, texts, parked } = await parkedOf();
    await replay({ CallerMayBeGone: mark });
    expect(texts()).toBe(0);
    expect((await parked()).map(({ Reason }) => Reason)).toContainEqual(
      expect.stringMatching(/The attribute CallerMayBeGone must be true/),
    );
  });
});

describe('the name of a caller', () => {
  const ofCaller = async (name: string) => {
    const all = await setUpReminders();
    all.secrets.set('messenger', ourSecret({ [name]: web }));
    const when = dueNow();
    const reminder = await all.set(when, { ...change(), caller: name });
    return { ...all, fired: await all.fire(reminder, when) };
  };

  test.each(['w', 'Web', 'web.shop_2-b', `a${'b'.repeat(63)}`, 'w123456'])('%s: what it set goes out', async (name) => {
    const { fired, hottask } = await ofCaller(name);
    expect([fired, hottask.posts.length]).toEqual([[], 1]);
  });

  test.each(['web shop', 'Zoë', 'web\nshop', 'a'.repeat(65), '', '1web', 'constructor', 'w20255501234'])(
    '%j is none: nobody is texted by it, and what to do is told without the name',
    async (name) => {
      const all = await setUpReminders();
      all.secrets.set('messenger', ourSecret({ [name]: web, shop: callersWith('of-shop').web }));
      expect((await all.fn.post(message, { authorization: 'of-shop' })).status).toBe(200);
      const told = all.fn.lines.filter(({ level }) => level === 'error').map(({ what }) => what);
      expect(told).toEqual([expect.stringMatching(/name in Callers .* ignored.*caller add NAME/)]);
      expect(all.fn.count('NeedsMending')).toBe(1);
      if (name !== '') expect(told.join()).not.toContain(name);
      expect((await all.fn.post(message)).status).toBe(401);
    },
  );

  test('it is none, and what it had set before names who must set it again', async () => {
    const { set, fire, hottask, parked } = await setUpReminders();
    const when = dueNow();
    expect(await fire(await set(when, { ...change(), caller: 'web!shop' }), when)).toEqual([]);
    expect(hottask.posts).toEqual([]);
    expect(await parked()).toMatchObject([
      { State: 'Invalid', Reason: expect.stringMatching(/^Caller must be .*: set the reminder again/) },
    ]);
  });
});
