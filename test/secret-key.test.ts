/** The two secrets: read, cached, read again, used while Secrets Manager is down. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { awsError, callersWith, ourSecret, startSecretsPeer } from './peers/secrets-peer.ts';

const run = async (secrets: Awaited<ReturnType<typeof startSecretsPeer>>, timings = {}) => {
  const hottask = await startHotTaskPeer();
  return { hottask, fn: makeFunction({ hottask, secrets, timings }) };
};
const minutes = 60_000;

describe('a secret that cannot be used', () => {
  const set = async (value: string) => startSecretsPeer({ hottask: value });
  const failing = async (secret: string, name: string, message?: string) => {
    const secrets = await startSecretsPeer();
    secrets.fault = (response, id) => id === secret && awsError(name, message)(response, id);
    return secrets;
  };
  test.each<[string, RegExp, () => ReturnType<typeof startSecretsPeer>]>([
    ['the secret key cannot be read', /secret key cannot be read/, () => failing('hottask', 'AccessDeniedException')],
    [
      'the secret key was never set',
      /key is not set/,
      () =>
        failing(
          'hottask',
          'ResourceNotFoundException',
          "can't find the specified secret value for staging label: AWSCURRENT",
        ),
    ],
    ['the secret key is blank', /key is not set/, () => set('  ')],
    ['the secret key holds a line break', /must be visible ASCII/, () => set('one\ntwo')],
    ['the secret is JSON with a brace missing', /must be visible ASCII/, () => set('{"SecretKey":"x"')],
    ['the secret is JSON without SecretKey', /must be visible ASCII/, () => set('{"Key":"x"}')],
    [
      'our own secret cannot be read',
      /own secret .* cannot be read/,
      () => failing('messenger', 'InternalServiceError'),
    ],
    ['our own secret is not JSON', /must be JSON/, () => startSecretsPeer({ messenger: 'x' })],
    ['our own secret has no Pepper', /must be JSON/, () => startSecretsPeer({ messenger: '{"Callers":{}}' })],
  ])('%s: not sent, HotTask is never called', async (_case, why, start) => {
    const { hottask, fn } = await run(await start());
    const answer = await fn.post();
    expect(answer).toMatchObject({ status: 503, state: 'NotSent', json: { Message: expect.stringMatching(why) } });
    expect(hottask.posts).toEqual([]);
    expect(fn.lines, 'a person is woken').toContainEqual(
      expect.objectContaining({ level: 'error', what: 'concluded' }),
    );
  });

  test('raw with a line break behind it, or in JSON: the recipient gets the text', async () => {
    for (const value of [`${canary.secretKey}\n`, JSON.stringify({ SecretKey: canary.secretKey })]) {
      const { hottask, fn } = await run(await set(value));
      await fn.post();
      expect(hottask.posts).toMatchObject([{ authorization: canary.secretKey }]);
    }
  });
});

describe('reading', () => {
  test('ten calls at once read each secret once, and ten recipients get their text', async () => {
    const secrets = await startSecretsPeer();
    const { hottask, fn } = await run(secrets);
    const answers = await Promise.all(Array.from({ length: 10 }, () => fn.post()));
    expect(answers.map(({ state }) => state)).toEqual(Array(10).fill('Sent'));
    expect(hottask.posts).toHaveLength(10);
    expect(secrets.reads.sort()).toEqual(['hottask', 'messenger']);
  });

  test('a value is used for five minutes and then read again', async () => {
    const secrets = await startSecretsPeer();
    const { fn } = await run(secrets);
    await fn.post();
    fn.clock.aheadMs = 5 * minutes - 2_000;
    await fn.post();
    expect(secrets.reads).toHaveLength(2);
    fn.clock.aheadMs = 5 * minutes;
    await fn.post();
    expect(secrets.reads).toHaveLength(4);
  });

  test('while Secrets Manager is down the last values serve for an hour, and not longer', async () => {
    const secrets = await startSecretsPeer();
    const { fn } = await run(secrets);
    await fn.post();
    secrets.fault = awsError('InternalServiceError', 'down', 500);
    fn.clock.aheadMs = 59 * minutes;
    expect((await fn.post()).state).toBe('Sent');
    const reads = secrets.reads.length;
    expect((await fn.post()).state).toBe('Sent');
    expect(secrets.reads, 'not asked again at once: each ask may take two seconds').toHaveLength(reads);
    fn.clock.aheadMs = 60 * minutes + 31_000;
    expect(await fn.post()).toMatchObject({ status: 503, state: 'NotSent' });
    secrets.fault = () => false;
    expect((await fn.post()).state).toBe('Sent');
  });

  test('a key that was taken out of the secret is not used from the cache', async () => {
    const secrets = await startSecretsPeer();
    const { fn } = await run(secrets);
    await fn.post();
    secrets.set('hottask', ' ');
    fn.clock.aheadMs = 5 * minutes;
    expect((await fn.post()).json.Message).toMatch(/not set/);
    secrets.fault = awsError('InternalServiceError', 'down', 500);
    expect((await fn.post()).json.Message).toMatch(/cannot be read/);
  });

  test('a Secrets Manager that never answers: not sent, within the time a secret may take', async () => {
    const secrets = await startSecretsPeer();
    secrets.fault = () => true;
    const { hottask, fn } = await run(secrets, { secretsWithinMs: 200 });
    expect(await fn.post()).toMatchObject({ status: 503, state: 'NotSent' });
    expect(hottask.posts).toEqual([]);
  });

  test('a read that fails once and then works: the recipient gets the text', async () => {
    const secrets = await startSecretsPeer();
    secrets.fault = (response, id) => secrets.reads.length <= 2 && awsError('ThrottlingException')(response, id);
    const { fn } = await run(secrets);
    expect((await fn.post()).state).toBe('Sent');
  });
});

describe('reading before the first event', () => {
  const start = async (secrets: Awaited<ReturnType<typeof startSecretsPeer>>) =>
    makeFunction({ hottask: await startHotTaskPeer(), secrets, timings: { secretsWithinMs: 500 }, readsAhead: true });

  test('the first text waits for what was begun, and asks no second time', async () => {
    const secrets = await startSecretsPeer();
    const fn = await start(secrets);
    expect((await fn.post()).state).toBe('Sent');
    expect(secrets.reads.sort()).toEqual(['hottask', 'messenger']);
  });

  test('Lambda froze what was begun, and nothing came of it: the recipient of the first text gets it all the same', async () => {
    const secrets = await startSecretsPeer();
    secrets.fault = () => secrets.reads.length <= 2;
    const fn = await start(secrets);
    expect((await fn.post()).state).toBe('Sent');
    expect(secrets.reads).toHaveLength(4);
  });
});

describe('callers', () => {
  test('a missing or wrong key, or one with Bearer before it: 401 in HotTask’s envelope, HotTask is never called', async () => {
    const { hottask, fn } = await run(await startSecretsPeer());
    for (const authorization of [
      '',
      'wrong',
      `Bearer ${canary.callerKey}`,
      `${canary.callerKey},${canary.callerKey}`,
    ]) {
      expect(await fn.post(message, { authorization })).toMatchObject({
        status: 401,
        json: { State: 'Unauthorized', Success: false, Code: 401 },
      });
    }
    expect(hottask.posts).toEqual([]);
  });

  test('no caller in the secret: everybody gets 401', async () => {
    const { fn } = await run(await startSecretsPeer({ messenger: ourSecret({}) }));
    expect((await fn.post()).status).toBe(401);
  });

  test('a caller may change from one key to the other without a gap', async () => {
    const secrets = await startSecretsPeer({ messenger: ourSecret(callersWith('old', 'new')) });
    const { fn } = await run(secrets);
    for (const authorization of ['old', 'new']) expect((await fn.post(message, { authorization })).status).toBe(200);
  });

  test('a new caller is known at once; strangers make us read at most every 30 s', async () => {
    const secrets = await startSecretsPeer();
    const { fn } = await run(secrets);
    await fn.post();
    secrets.set('messenger', ourSecret(callersWith('newcomer')));
    expect((await fn.post(message, { authorization: 'newcomer' })).status).toBe(200);
    const reads = secrets.reads.length;
    for (let i = 0; i < 5; i += 1) expect((await fn.post(message, { authorization: 'stranger' })).status).toBe(401);
    expect(secrets.reads).toHaveLength(reads);
    fn.clock.aheadMs = 31_000;
    await fn.post(message, { authorization: 'stranger' });
    expect(secrets.reads).toHaveLength(reads + 1);
  });

  test('an entry that is no digest is ignored and a person told; the others still call', async () => {
    const broken = { ...callersWith(canary.callerKey), typo: ['ABC'], none: 7 };
    const { fn } = await run(await startSecretsPeer({ messenger: ourSecret(broken) }));
    expect((await fn.post()).status).toBe(200);
    expect(fn.lines).toContainEqual(
      expect.objectContaining({ level: 'error', what: expect.stringContaining('entry of Callers') }),
    );
  });
});

test('the digest of an empty key lets no stranger in: a person is told, and nobody is texted', async () => {
  const broken = { ...callersWith(canary.callerKey), unset: [createHash('sha256').update('').digest('hex')] };
  const { fn, hottask } = await run(await startSecretsPeer({ messenger: ourSecret(broken) }));
  const before = hottask.posts.length;
  for (const authorization of ['', ' ']) expect((await fn.post(message, { authorization })).status).toBe(401);
  expect(hottask.posts).toHaveLength(before);
  expect((await fn.post()).status).toBe(200);
  expect(fn.lines).toContainEqual(
    expect.objectContaining({ level: 'error', what: expect.stringMatching(/empty key/) }),
  );
});

test('ten messages meet a dead key at once: one read brings the new key, and each recipient gets one text', async () => {
  const secrets = await startSecretsPeer();
  const accepted = { Data: { Status: 'True' }, Success: true, Code: 200 };
  const hottask = await startHotTaskPeer((response, post) =>
    post.authorization === 'new'
      ? answers(200, JSON.stringify(accepted))(response, post)
      : answers(401, '{}')(response, post),
  );
  const fn = makeFunction({ hottask, secrets });
  await fn.post();
  secrets.set('hottask', 'new');
  fn.clock.aheadMs = 31_000;
  const before = secrets.reads.length;
  const states = await Promise.all(Array.from({ length: 10 }, async () => (await fn.post()).state));
  expect(states).toEqual(Array(10).fill('Sent'));
  expect(secrets.reads).toHaveLength(before + 1);
  const loud = fn.lines.filter(({ level }) => level === 'error');
  expect(loud, 'a rotation that went well wakes nobody; the first call did').toHaveLength(1);
  expect(hottask.posts.filter(({ authorization }) => authorization === 'new')).toHaveLength(10);
});
