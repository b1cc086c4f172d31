/** What docs/rotation.md says of a changed key, played: who hears what, for how long, and who is texted. */
import { expect, test } from 'vitest';
import { mainQueue, retryAfterSeconds, secretCache } from '../lambda/wiring.ts';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { accepts, answers, type Post, startHotTaskPeer } from './peers/hottask-peer.ts';
import { awsError, callersWith, ourSecret, startSecretsPeer } from './peers/secrets-peer.ts';
import { record } from './queue-records.ts';
import { keyed, setUpQueue } from './queue-set-up.ts';

const second = 1_000;

/** HotTask with one key alive at a time. */
const takesOnly = () => {
  const alive = { key: canary.secretKey };
  const behave: Parameters<typeof startHotTaskPeer>[0] = (response, post) =>
    post.authorization === alive.key ? answers(200, accepts)(response, post) : answers(401, '{}')(response, post);
  return { alive, behave };
};

const texts = (posts: Post[], key: string) => posts.filter(({ authorization }) => authorization === key).length;

test('HotTask’s key dies before the new one is here: callers hear NotSent until 30 s after it is, and then each recipient gets one text', async () => {
  const { alive, behave } = takesOnly();
  const { fn, hottask, secrets, deliver } = await setUpQueue(behave);
  const [waiting, call] = [record(keyed('queued')), keyed('called')];
  await fn.post(keyed('before'));
  alive.key = 'new';

  const refused = await fn.post(call);
  expect(refused).toMatchObject({ status: 503, state: 'NotSent' });
  expect(refused.headers['retry-after']).toBe(String(retryAfterSeconds.usual));
  expect(await deliver(waiting)).toEqual([waiting.messageId]);
  await expect(fn.invoke(keyed('direct'))).rejects.toMatchObject({ name: 'NotSent' });
  expect(fn.count('NeedsMending')).toBe(3);

  secrets.set('hottask', 'new');
  fn.clock.aheadMs = secretCache.rereadMs - 5 * second;
  expect(await fn.post(call), 'it has read the secret less than 30 s ago').toMatchObject({ state: 'NotSent' });
  fn.clock.aheadMs = secretCache.rereadMs + second;
  expect(await fn.post(call)).toMatchObject({ status: 200, state: 'Sent' });
  fn.clock.aheadMs = mainQueue.visibilitySeconds * second;
  expect(await deliver(waiting)).toEqual([]);
  await fn.invoke(keyed('direct'));
  expect(texts(hottask.posts, 'new')).toBe(3);
});

test('the new key is there before a message meets the dead one: nobody hears of it, and the recipient gets one text', async () => {
  const { alive, behave } = takesOnly();
  const { fn, hottask, secrets } = await setUpQueue(behave);
  await fn.post(keyed('before'));
  alive.key = 'new';
  secrets.set('hottask', 'new');
  expect(await fn.post(keyed('after'))).toMatchObject({ status: 200, state: 'Sent' });
  expect([texts(hottask.posts, 'new'), fn.count('NeedsMending')]).toEqual([1, 0]);
});

test('the old key lives on: the new one is in use five minutes later', async () => {
  const { fn, hottask, secrets } = await setUpQueue(answers(200, accepts));
  await fn.post(keyed('a'));
  secrets.set('hottask', 'new');
  fn.clock.aheadMs = secretCache.freshMs - 5 * second;
  await fn.post(keyed('b'));
  fn.clock.aheadMs = secretCache.freshMs;
  await fn.post(keyed('c'));
  expect(hottask.posts.map(({ authorization }) => authorization)).toEqual([canary.secretKey, canary.secretKey, 'new']);
});

const withTwoKeys = async () => {
  const secrets = await startSecretsPeer({ messenger: ourSecret(callersWith('old', 'new')) });
  const fn = makeFunction({ hottask: await startHotTaskPeer(), secrets, timings: { secretsWithinMs: 200 } });
  const statusOf = async (authorization: string) => (await fn.post(message, { authorization })).status;
  return { secrets, fn, statusOf };
};

test('a caller’s key that was removed is let in for up to five minutes, and not longer', async () => {
  const { secrets, fn, statusOf } = await withTwoKeys();
  expect(await statusOf('old')).toBe(200);
  secrets.set('messenger', ourSecret(callersWith('new')));
  fn.clock.aheadMs = secretCache.freshMs - 5 * second;
  expect(await statusOf('old')).toBe(200);
  fn.clock.aheadMs = secretCache.freshMs;
  expect([await statusOf('old'), await statusOf('new')]).toEqual([401, 200]);
});

test('while Secrets Manager is down a removed key is let in for an hour, and then nobody', async () => {
  const { secrets, fn, statusOf } = await withTwoKeys();
  expect(await statusOf('old')).toBe(200);
  secrets.set('messenger', ourSecret(callersWith('new')));
  secrets.fault = awsError('InternalServiceError', 'down', 500);
  fn.clock.aheadMs = secretCache.staleMs - 5 * second;
  expect(await statusOf('old')).toBe(200);
  fn.clock.aheadMs = secretCache.staleMs + secretCache.rereadMs;
  expect([await statusOf('old'), await statusOf('new')]).toEqual([503, 503]);
});

test('both keys of a caller are one caller: a message that is repeated with the other is not sent again', async () => {
  const secrets = await startSecretsPeer({ messenger: ourSecret(callersWith('old', 'new')) });
  const hottask = await startHotTaskPeer();
  const fn = makeFunction({ hottask, secrets });
  for (const authorization of ['old', 'new']) await fn.post(keyed('once'), { authorization });
  expect(hottask.posts).toHaveLength(1);
});
