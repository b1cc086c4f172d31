/** A caller's list of reminders by the time at which they go out: first what is due next, then what is over, the latest first. */
import { describe, expect, test } from 'vitest';
import { callersWith, ourSecret } from './peers/secrets-peer.ts';
import { inMarch, setUpRemindersFunction, stored } from './reminders-function.ts';

type Fn = Awaited<ReturnType<typeof setUpRemindersFunction>>;
type Query = Record<string, string>;

const keysOf = ({ json }: Awaited<ReturnType<Fn['list']>>) =>
  (json.Reminders as { Key: string }[]).map(({ Key }) => Key);
const list = (fn: Fn, query: Query = {}) => fn.list({ Sort: 'DueAt', ...query });
const pages = async (fn: Fn, query: Query = {}): Promise<string[][]> => {
  const page = await list(fn, query);
  expect(page.status).toBe(200);
  const { Next } = page.json;
  return [keysOf(page), ...(Next === null ? [] : await pages(fn, { ...query, Next }))];
};
const all = async (fn: Fn, query: Query = {}) => (await pages(fn, query)).flat();

const at = (At: string) => ({ ...inMarch, At, TimeZone: 'UTC' });

/** Puts many at once: the item that a PUT makes, under other keys and due at other times. */
const putMany = async (fn: Fn, reminders: { sk: string; dueAt: number; state?: string }[]) => {
  await fn.put('model');
  const [model] = await fn.table.items();
  await fn.remove('model');
  await fn.putAll(reminders.map((one) => stored({ ...model, ...one })));
};
const march = Date.parse('2027-03-01T08:00:00Z');
const hourMs = 3_600_000;

describe('the order', () => {
  test('is what is due next, then what is over, the latest first; cancelled ones keep their place, and marks have none', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('a-later', at('2027-03-03T09:00'));
    await fn.put('b-old', at('2027-02-01T13:00'));
    await fn.put('c-next', at('2027-03-01T09:00'));
    await fn.put('d-latest', at('2027-02-02T09:00'));
    await fn.put('e-cancelled', at('2027-03-02T09:00'));
    for (const key of ['e-cancelled', 'f-mark']) await fn.remove(key);
    fn.goTo('2027-02-20T00:00:00Z');
    const page = await list(fn);
    expect(keysOf(page)).toEqual(['c-next', 'e-cancelled', 'a-later', 'd-latest', 'b-old']);
    const states = page.json.Reminders.map(({ State }: { State: string }) => State);
    expect(states).toEqual(['Scheduled', 'Cancelled', 'Scheduled', 'Expired', 'Expired']);
    expect(page.json.Next).toBeNull();
    for (const one of page.json.Reminders) expect(one).toEqual((await fn.get(one.Key)).json);
    const byKey = ['a-later', 'b-old', 'c-next', 'd-latest', 'e-cancelled'];
    expect(keysOf(await fn.list())).toEqual(byKey);
    expect(keysOf(await fn.list({ Sort: 'Key' }))).toEqual(byKey);
  });

  test('counts one as due for the minute in which it goes out', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('now', at('2027-03-01T09:00'));
    await fn.put('next', at('2027-03-01T10:00'));
    await fn.put('over', at('2027-02-20T10:00'));
    fn.goTo('2027-03-01T09:00:50Z');
    expect(await all(fn)).toEqual(['now', 'next', 'over']);
    fn.goTo('2027-03-01T09:01:01Z');
    expect(await all(fn)).toEqual(['next', 'now', 'over']);
  });

  test('follows a reminder that is moved, and keeps one that is set again', async () => {
    const fn = await setUpRemindersFunction();
    await fn.put('a', at('2027-03-01T09:00'));
    await fn.put('b', at('2027-03-02T09:00'));
    await fn.put('a', at('2027-03-03T09:00'));
    expect(await all(fn)).toEqual(['b', 'a']);
    await fn.put('b', at('2027-03-02T09:00'));
    expect(await all(fn)).toEqual(['b', 'a']);
  });

  test('is another one for each caller', async () => {
    const callers = { web: callersWith('of-web').web, app: callersWith('of-app').web };
    const fn = await setUpRemindersFunction({ secrets: { messenger: ourSecret(callers) } });
    const [web, app] = ['of-web', 'of-app'].map((authorization) => ({ headers: { authorization } }));
    await fn.put('of-web', inMarch, web);
    await fn.put('of-app', inMarch, app);
    expect(keysOf(await fn.list({ Sort: 'DueAt' }, web))).toEqual(['of-web']);
  });
});

describe('the pages', () => {
  /** Three of each hour, due at the same instant, ten hours back and ten ahead. Every third one is cancelled. */
  const setUp = async () => {
    const fn = await setUpRemindersFunction();
    const hours = Array.from({ length: 20 }, (_, hour) => hour - 10);
    const reminders = hours.flatMap((hour) =>
      [0, 1, 2].map((of) => ({
        sk: `key-${(hour + 10) * 7 + of * 31}-${of}`,
        dueAt: march + hour * hourMs,
        state: of === 2 ? 'Cancelled' : 'Active',
      })),
    );
    await putMany(fn, [...reminders]);
    fn.goTo('2027-03-01T07:30:00Z');
    return { fn, reminders };
  };

  test('of every length tell each once, in one order', async () => {
    const { fn, reminders } = await setUp();
    const whole = await all(fn);
    // The model, cancelled, is due at eight too.
    expect([...whole].sort()).toEqual(['model', ...reminders.map(({ sk }) => sk)].sort());
    const dueAt = new Map<string, number>(reminders.map(({ sk, dueAt }) => [sk, dueAt]));
    const due = whole.map((key) => dueAt.get(key) ?? march);
    const toCome = due.filter((time) => time >= march);
    expect(due).toEqual(
      [...toCome].sort((a, b) => a - b).concat(due.filter((time) => time < march).sort((a, b) => b - a)),
    );
    for (const limit of [1, 2, 3, 7, 31, 32, 33, 60, 61, 62]) {
      const told = await pages(fn, { Limit: String(limit) });
      expect(told.flat()).toEqual(whole);
      expect(told.map(({ length }) => length)).toEqual(
        Array.from({ length: Math.ceil(whole.length / limit) }, (_, page) =>
          Math.min(limit, whole.length - page * limit),
        ),
      );
    }
  });

  test('of one state hold the others back', async () => {
    const { fn } = await setUp();
    const whole = await all(fn);
    const cancelled = await all(fn, { State: 'Cancelled' });
    expect(cancelled).toEqual(whole.filter((key) => key === 'model' || key.endsWith('-2')));
    for (const limit of [1, 4, 21])
      expect(await all(fn, { State: 'Cancelled', Limit: String(limit) })).toEqual(cancelled);
    expect(await all(fn, { State: 'Scheduled' })).toHaveLength(20);
  });

  test('go on from where they were while the clock goes on: none is told twice, and none is left out', async () => {
    const { fn } = await setUp();
    const whole = await all(fn);
    const first = await list(fn, { Limit: '7' });
    fn.goTo('2027-03-01T13:30:00Z');
    const rest = await all(fn, { Next: first.json.Next, Limit: '7' });
    expect([...keysOf(first), ...rest]).toEqual(whole);
    expect((await all(fn))[0]).not.toBe(whole[0]);
  });

  test('of 100 ask DynamoDB twice: for the keys, and for the items as they are now', async () => {
    const fn = await setUpRemindersFunction();
    await putMany(
      fn,
      Array.from({ length: 249 }, (_, at) => ({ sk: `key-${at}`, dueAt: march + at * 60_000 })),
    );
    fn.table.calls.length = 0;
    const first = await list(fn);
    expect(first.json.Reminders).toHaveLength(100);
    const asked = fn.table.calls.map(({ operation, mayBeOld }) => ({ operation, mayBeOld }));
    expect(asked).toEqual([
      { operation: 'Query', mayBeOld: false },
      { operation: 'BatchGetItem', mayBeOld: false },
    ]);
    const rest = await pages(fn, { Next: first.json.Next });
    expect(rest.map(({ length }) => length)).toEqual([100, 50]);
    expect(new Set([...keysOf(first), ...rest.flat()]).size).toBe(250);
  });

  test('of a state that few have are told in turns of 1,000 that were looked at, none of them lost', async () => {
    const fn = await setUpRemindersFunction();
    const many = Array.from({ length: 1_005 }, (_, at) => ({ sk: `key-${at}`, dueAt: march + at * 60_000 }));
    await putMany(fn, [...many, { sk: 'last', dueAt: march + 30 * 24 * hourMs, state: 'Cancelled' }]);
    await fn.put('model');
    const first = await list(fn, { State: 'Cancelled' });
    expect(first.json).toMatchObject({ Reminders: [], Next: expect.any(String) });
    const second = await list(fn, { State: 'Cancelled', Next: first.json.Next });
    expect([keysOf(second), second.json.Next]).toEqual([['last'], null]);
  });
});

describe('Next', () => {
  test('is another caller’s only by its own token, and as it came', async () => {
    const callers = { web: callersWith('of-web').web, app: callersWith('of-app').web };
    const fn = await setUpRemindersFunction({ secrets: { messenger: ourSecret(callers) } });
    const [web, app] = ['of-web', 'of-app'].map((authorization) => ({ headers: { authorization } }));
    for (const key of ['a', 'b']) await fn.put(key, inMarch, web);
    const { Next } = (await fn.list({ Sort: 'DueAt', Limit: '1' }, web)).json;
    const refused = {
      status: 400,
      json: { State: 'Invalid', Message: expect.stringMatching(/^Next must be the Next/) },
    };
    expect(await fn.list({ Sort: 'DueAt', Next }, app)).toMatchObject(refused);
    const [place, signature] = Next.split('.');
    const elsewhere = Buffer.from(place, 'base64url').toString().replace(/^\d+/, '1');
    for (const tampered of [
      `${place}.${'A'.repeat(signature.length)}`,
      `${Buffer.from(elsewhere).toString('base64url')}.${signature}`,
      `${Next}.`,
    ])
      expect(await fn.list({ Sort: 'DueAt', Next: tampered }, web)).toMatchObject(refused);
    expect((await fn.list({ Sort: 'DueAt', Next }, web)).json.Reminders).toHaveLength(1);
  });

  test.each([
    ['DueAt', 'Key', {}],
    ['Key', 'DueAt', { Sort: 'DueAt' }],
  ])('of a list by %s is refused by one by %s, and the answer says how to go on', async (of, by, query) => {
    const fn = await setUpRemindersFunction();
    for (const key of ['a', 'b']) await fn.put(key);
    const { Next } = (await fn.list({ Sort: of, Limit: '1' })).json;
    expect(await fn.list({ ...query, Next })).toMatchObject({
      status: 400,
      json: {
        State: 'Invalid',
        Message: `Next is of a list by ${of}: ask with Sort=${of}, or leave out Next to begin a list by ${by}.`,
      },
    });
    expect(await fn.list({ Sort: of, Next })).toMatchObject({ status: 200, json: { Next: null } });
  });

  test('of a Sort that there is none of is not judged: the answer names the Sort alone', async () => {
    const fn = await setUpRemindersFunction();
    for (const key of ['a', 'b']) await fn.put(key);
    const { Next } = (await fn.list({ Limit: '1' })).json;
    for (const Sort of ['dueAt', 'Next', ''])
      expect(await fn.list({ Sort, Next })).toMatchObject({
        status: 400,
        json: { State: 'Invalid', Message: 'Sort must be one of Key, DueAt.' },
      });
  });
});
