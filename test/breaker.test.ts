/** An outage of HotTask: after a few Unknowns in a row an environment claims nothing, and then tries with one message. */
import { expect, onTestFinished, test } from 'vitest';
import { closeInTls, startLine, through } from './faults/line.ts';
import { makeFunction, message } from './function.ts';
import { accepts, answers, type Behaviour, reset, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError, startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, record } from './queue-records.ts';
import { keyed, setUpQueue } from './queue-set-up.ts';

const live = { mode: 'live', prefixes: { '+': 'allow' } };
const accepting = answers(200, accepts);

/** `breakerAfter` stays as it is by itself unless a test says otherwise. */
const setUp = async (behave: Behaviour, rules: object = live, url?: string) => {
  const hottask = await startHotTaskPeer(behave);
  const ledger = await startLedgerPeer();
  const secrets = await startSecretsPeer();
  const fn = makeFunction({ hottask: { url: url ?? hottask.url }, secrets, ledger, rules });
  let keys = 0;
  /** A message with a key of its own. */
  const post = (key = `key-${keys++}`) => fn.post(message, { 'idempotency-key': key });
  const states = async (count: number) => {
    const heard: unknown[] = [];
    for (let i = 0; i < count; i += 1) heard.push((await post()).state);
    return heard;
  };
  return { hottask, ledger, secrets, fn, post, states };
};

const seconds = 1_000;

test('three Unknowns in a row, and nobody after them becomes one: what is not sent goes out when the outage is over', async () => {
  const { hottask, ledger, fn, post, states } = await setUp(reset);
  expect(await states(3)).toEqual(['Unknown', 'Unknown', 'Unknown']);
  const claimed = ledger.calls.filter(({ operation }) => operation === 'UpdateItem').length;
  const refused = await post('late');
  expect(refused).toMatchObject({ status: 503, state: 'NotSent', headers: { 'retry-after': '30' } });
  expect(refused.json.Message).toContain('the same message may be tried again with the same key');
  expect(hottask.posts).toHaveLength(3);
  expect(ledger.calls.filter(({ operation }) => operation === 'UpdateItem')).toHaveLength(claimed);

  hottask.behave = accepting;
  fn.clock.aheadMs = 29 * seconds;
  expect(await post('late')).toMatchObject({ state: 'NotSent', headers: { 'retry-after': '1' } });
  fn.clock.aheadMs = 30 * seconds;
  expect(await states(3)).toEqual(['Sent', 'Sent', 'Sent']);
  expect((await post('late')).state).toBe('Sent');
  expect(hottask.posts).toHaveLength(7);
});

test('it is told once when it opens, and when it closes', async () => {
  const { hottask, fn, states } = await setUp(reset);
  const told = () =>
    fn.lines.filter(({ what }) => /^HotTask/.test(what)).map(({ level, what, seconds }) => [level, what, seconds]);
  await states(5);
  expect(told()).toEqual([['error', 'HotTask is taken for down', 30]]);
  expect(fn.facts().slice(-2)).toEqual(['HotTask is taken for down', 'HotTask is taken for down']);
  hottask.behave = accepting;
  fn.clock.aheadMs = 30 * seconds;
  await states(2);
  expect(told().slice(1)).toEqual([['info', 'HotTask answers again', undefined]]);
});

test('each try that leaves its end open costs one message, and doubles the pause up to an hour', async () => {
  const { hottask, fn, states } = await setUp(reset);
  await states(3);
  const pauses: number[] = [];
  while (pauses.length < 9) {
    const before = hottask.posts.length;
    const from = fn.clock.aheadMs;
    while (hottask.posts.length === before) {
      fn.clock.aheadMs += 30 * seconds;
      await states(2);
    }
    expect(hottask.posts).toHaveLength(before + 1);
    pauses.push((fn.clock.aheadMs - from) / seconds);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
});

test('a pause is a quarter of the age at most: who waits is not too old when HotTask is well again', async () => {
  const { hottask, fn, post, states } = await setUp(reset, { ...live, maxAgeSeconds: 60 });
  await states(3);
  for (const aheadMs of [15, 30, 45].map((at) => at * seconds)) {
    expect(await post()).toMatchObject({ state: 'NotSent', headers: { 'retry-after': '15' } });
    fn.clock.aheadMs = aheadMs;
    expect((await post()).state).toBe('Unknown');
  }
  hottask.behave = accepting;
  fn.clock.aheadMs = 60 * seconds;
  expect((await post()).state).toBe('Sent');
});

test('a clock that is set back by a day does not keep it shut for a day', async () => {
  const { hottask, fn, post, states } = await setUp(reset);
  await states(3);
  hottask.behave = accepting;
  fn.clock.aheadMs = -86_400 * seconds;
  expect((await post()).state).toBe('Sent');
});

test('of a batch one record tries, and the others come back', async () => {
  const { hottask, fn, deliver, parked } = await setUpQueue(reset, { rules: live });
  const records = (name: string) => Array.from({ length: 10 }, (_, at) => record(keyed(`${name}-${at}`)));
  expect(await deliver(...records('first'))).toEqual([]);
  expect(hottask.posts).toHaveLength(10);
  fn.clock.aheadMs = 30 * seconds;
  expect(await deliver(...records('second'))).toHaveLength(9);
  expect(hottask.posts).toHaveLength(11);
  // The nine that were on their way when it opened made the pause no longer.
  fn.clock.aheadMs = 89 * seconds;
  expect(await deliver(...records('third'))).toHaveLength(10);
  hottask.behave = accepting;
  fn.clock.aheadMs = 90 * seconds;
  expect(await deliver(...records('second').slice(1, 2))).toEqual([]);
  expect(await deliver(...records('third'))).toEqual([]);
  expect((await parked()).every(({ State }) => State === 'Unknown')).toBe(true);
});

test.each([
  [200, accepts, 'Sent'],
  [400, '{}', 'Refused'],
  [403, '{}', 'NotSent'],
  [429, '{}', 'NotSent'],
])('an answer that leaves nothing open (%d) begins the count anew, and ends a pause', async (status, body, state) => {
  const { hottask, fn, post, states } = await setUp(reset);
  await states(2);
  hottask.behave = answers(status, body);
  expect((await post()).state).toBe(state);
  hottask.behave = reset;
  expect(await states(4)).toEqual(['Unknown', 'Unknown', 'Unknown', 'NotSent']);
  fn.clock.aheadMs = 30 * seconds;
  hottask.behave = answers(status, body);
  expect((await post()).state).toBe(state);
  hottask.behave = reset;
  expect(await states(4)).toEqual(['Unknown', 'Unknown', 'Unknown', 'NotSent']);
});

test('a connection that fails leaves nothing open: it neither counts nor ends a pause, and the next message tries', async () => {
  const far = await startHotTaskPeer(reset);
  let isDown = false;
  const line = await startLine(
    () => ({ lineOf: () => (isDown ? closeInTls : through(far)), pass: async () => 'on' }),
    onTestFinished,
  );
  const { fn, states } = await setUp(reset, live, line.url);
  await states(2);
  isDown = true;
  expect(await states(5)).toEqual(Array(5).fill('NotSent'));
  isDown = false;
  expect(await states(2)).toEqual(['Unknown', 'NotSent']);

  fn.clock.aheadMs = 30 * seconds;
  isDown = true;
  const tried = line.sockets.length;
  expect(await states(2)).toEqual(['NotSent', 'NotSent']);
  expect(line.sockets).toHaveLength(tried + 4); // two connections each: both tried
  isDown = false;
  expect(await states(2)).toEqual(['Unknown', 'NotSent']);
  expect(far.posts).toHaveLength(4);
});

test('a try that never got as far as HotTask leaves the try to the next message', async () => {
  const { hottask, ledger, fn, post, states } = await setUp(reset);
  await states(3);
  fn.clock.aheadMs = 30 * seconds;
  ledger.fault = (call, response) => call.isClaim && awsError('AccessDeniedException')(response, '');
  expect((await post()).state).toBe('NotSent');
  ledger.fault = () => false;
  expect((await post('key-0')).state).toBe('Unknown');
  expect(hottask.posts).toHaveLength(3);
  hottask.behave = accepting;
  expect((await post()).state).toBe('Sent');
});

test('while it pauses, a key that is known hears its own outcome: nobody texts by another road', async () => {
  const { hottask, post, states } = await setUp(accepting);
  expect((await post('early')).state).toBe('Sent');
  hottask.behave = reset;
  await states(3);
  expect((await post()).state).toBe('NotSent');
  expect(await post('early')).toMatchObject({ state: 'Sent', headers: { 'idempotent-replayed': 'true' } });
});

test('breakerAfter 0 switches it off, and 1 opens it at the first', async () => {
  const off = await setUp(reset, { ...live, breakerAfter: 0 });
  expect(new Set(await off.states(6))).toEqual(new Set(['Unknown']));
  const one = await setUp(reset, { ...live, breakerAfter: 1 });
  expect(await one.states(2)).toEqual(['Unknown', 'NotSent']);
});

test('a second invocation of the same environment does not try while the first does', async () => {
  const { hottask, fn, states } = await setUp(reset);
  await states(3);
  fn.clock.aheadMs = 30 * seconds;
  const read = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  hottask.behave = async (response, post) => {
    read.resolve();
    await goOn.promise;
    accepting(response, post);
  };
  const trying = fn.invoke(batch(record(keyed('a'))));
  await read.promise;
  expect(await fn.post(message, { 'idempotency-key': 'b' })).toMatchObject({
    state: 'NotSent',
    headers: { 'retry-after': '30' },
  });
  goOn.resolve();
  expect(await trying).toEqual({ batchItemFailures: [] });
  expect((await fn.post(message, { 'idempotency-key': 'b' })).state).toBe('Sent');
});
