/** What is counted, for alarms that wake somebody only where somebody is needed. */
import { expect, test } from 'vitest';
import { makeFunction, message } from './function.ts';
import { accepts, answers, reset, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';
import { batch, record } from './queue-records.ts';
import { keyed, setUpQueue } from './queue-set-up.ts';

const setUp = async (behave: Parameters<typeof startHotTaskPeer>[0], rules?: object) => {
  const hottask = await startHotTaskPeer(behave);
  return makeFunction({ hottask, secrets: await startSecretsPeer(), ...(rules && { rules }) });
};

test('each outcome is counted once, by its state', async () => {
  const fn = await setUp(answers(200, accepts));
  for (const _ of [1, 2]) await fn.post(message, { 'idempotency-key': 'one' });
  await fn.post({ ...message, ToPhoneNumber: 'none' });
  expect([fn.count('Sent'), fn.count('Invalid'), fn.count('NotSent')]).toEqual([2, 1, 0]);
  await fn.ask({ IdempotencyKey: 'one' });
  expect(fn.count('Sent')).toBe(2);
});

test('a direct call that ends in an error is counted as that, so that it is no error of the function’s', async () => {
  const fn = await setUp(reset);
  await expect(fn.invoke({ ...message, IdempotencyKey: 'one' })).rejects.toThrow();
  expect([fn.count('Unknown'), fn.count('ThrownOutcomes')]).toEqual([1, 1]);
  await fn.post(message, { 'idempotency-key': 'two' });
  await fn.invoke({ ...message, IdempotencyKey: 'three', DryRun: true });
  expect([fn.count('Unknown'), fn.count('DryRun'), fn.count('ThrownOutcomes')]).toEqual([2, 1, 1]);
});

test('a key that HotTask refuses needs mending, once for each message, and a busy HotTask does not', async () => {
  const fn = await setUp(answers(401, '{}'));
  await fn.post();
  expect(fn.count('NeedsMending')).toBe(1);
  const busy = await setUp(answers(429, '{}'));
  await busy.post();
  expect([busy.count('NotSent'), busy.count('NeedsMending')]).toEqual([1, 0]);
});

test('HotTask taken for down is counted when it begins, and not for each message that waits', async () => {
  const fn = await setUp(reset, { mode: 'live', prefixes: { '+': 'allow' }, breakerAfter: 1 });
  for (const key of ['a', 'b', 'c']) await fn.post(message, { 'idempotency-key': key });
  expect([fn.count('Unknown'), fn.count('NotSent'), fn.count('BreakerOpened')]).toEqual([1, 2, 1]);
});

test('how late a message is counts from its source, at each attempt', async () => {
  const { fn } = await setUpQueue(answers(200, accepts));
  await fn.invoke(batch(record(keyed('late'), {}, Date.now() - 90_000)));
  expect(fn.attemptAges()).toEqual([expect.closeTo(90, 0)]);
});

test('a replay is not late, though its message is old: a person has let it out', async () => {
  const { fn } = await setUpQueue(answers(200, accepts));
  const sourceTime = { SourceTime: String(Date.now() - 3_600_000) };
  await fn.invoke(batch(record(keyed('replayed'), sourceTime)));
  expect([fn.count('Sent'), fn.attemptAges()]).toEqual([1, []]);
});
