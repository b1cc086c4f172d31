/** Who asks again with the same key hears the first answer again, and the recipient gets one text. */
import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { accepts, answers, type Behaviour, startHotTaskPeer, startTcpPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError, callersWith, ourSecret, startSecretsPeer } from './peers/secrets-peer.ts';

const key = 'appt-42.confirmed';
const keyed = { ...message, IdempotencyKey: key };
const live = { mode: 'live', prefixes: { '+': 'allow' } };

const start = async (behave: Behaviour = answers(200, accepts), messenger = ourSecret()) => {
  const hottask = await startHotTaskPeer(behave);
  const secrets = await startSecretsPeer({ messenger });
  const ledger = await startLedgerPeer();
  /** One more environment on the same ledger. */
  const environment = (rules: object = live, url = hottask.url) =>
    makeFunction({ hottask: { url }, secrets, ledger, rules, timings: { answerWithinMs: 300, connectWithinMs: 300 } });
  return { hottask, secrets, ledger, environment, fn: environment() };
};

const failing = (code: number, status = 200) =>
  answers(status, JSON.stringify({ Data: null, Success: false, Code: code, Message: `No, not ${message.Message}` }));

test('a message that goes well costs two writes to the ledger and no read', async () => {
  const { fn, ledger } = await start();
  await fn.post(keyed);
  expect(ledger.calls).toMatchObject([
    { operation: 'UpdateItem', isClaim: true },
    { operation: 'UpdateItem', isClaim: false },
  ]);
});

describe('over HTTP', () => {
  test('after Sent: the same answer, marked as replayed, and one text', async () => {
    const { fn, environment, hottask } = await start();
    const first = await fn.post(keyed);
    const second = await environment().post(message, { 'idempotency-key': key });
    expect(first).toMatchObject({ status: 200, text: accepts });
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(second).toMatchObject({ status: 200, text: accepts, headers: { 'idempotent-replayed': 'true' } });
    expect(hottask.posts).toHaveLength(1);
  });

  test('HotTask’s words are replayed without number, text and key; what it never documented is not kept', async () => {
    const said = `To ${canary.number}: ${canary.text} by ${canary.secretKey}`;
    const Data = { Status: 'True', Message: said, SessionID: 'abc-1', To: canary.number };
    const { fn, hottask } = await start(
      answers(200, JSON.stringify({ Data, Version: '1.0.0', Success: true, Code: 200, Message: said, Extra: said })),
    );
    await fn.post(keyed);
    const { json } = await fn.post(keyed);
    expect(json).toEqual({
      Data: { Status: 'True', Message: 'To ***: *** by ***', SessionID: 'abc-1' },
      Version: '1.0.0',
      Success: true,
      Code: 200,
      Message: 'To ***: *** by ***',
    });
    expect(hottask.posts).toHaveLength(1);
  });

  test.each(['"+12025550142"', '12025550142', '"a b"', '{"a":1}', 'true'])(
    'a SessionID of the form %s, which is none or names the recipient, is not kept',
    async (SessionID) => {
      const { fn } = await start(
        answers(200, `{"Data":{"Status":"True","SessionID":${SessionID}},"Success":true,"Code":200}`),
      );
      await fn.post(keyed);
      expect((await fn.post(keyed)).json).toMatchObject({ Data: { Status: 'True', SessionID: null }, Code: 200 });
    },
  );

  test('after Refused: the same Code and words, and HotTask is not asked again', async () => {
    const { fn, hottask } = await start(failing(422));
    const first = await fn.post(keyed);
    const second = await fn.post(keyed);
    expect(first).toMatchObject({ status: 422, state: 'Refused', json: { Code: 422, Message: 'No, not ***' } });
    expect(second).toMatchObject({ ...first, headers: { ...second.headers, 'idempotent-replayed': 'true' } });
    expect(hottask.posts).toHaveLength(1);
  });

  test('after Unknown: Unknown again, however often, and never a second text', async () => {
    const { fn, environment, hottask } = await start(failing(500));
    const first = await fn.post(keyed);
    hottask.behave = answers(200, accepts);
    for (const again of [await fn.post(keyed), await environment().post(keyed)])
      expect(again).toMatchObject({ status: 504, state: 'Unknown', json: first.json });
    expect(hottask.posts).toHaveLength(1);
  });

  test('after NotSent: it goes out, once', async () => {
    const { fn, hottask, ledger } = await start(failing(429));
    expect(await fn.post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
    hottask.behave = answers(200, accepts);
    expect(await fn.post(keyed)).toMatchObject({ status: 200, text: accepts });
    expect((await fn.post(keyed)).headers).toHaveProperty('idempotent-replayed');
    expect(hottask.posts).toHaveLength(2);
    expect(await ledger.item()).toMatchObject({ state: 'Sent', attempts: 2 });
  });

  test('20 calls at once, in five environments: one text; the others hear the same answer or "ask again"', async () => {
    const { environment, hottask } = await start();
    const environments = Array.from({ length: 5 }, () => environment());
    const heard = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (environments[i % 5] as (typeof environments)[0]).post(keyed)),
    );
    expect(hottask.posts).toHaveLength(1);
    for (const answer of heard) {
      if (answer.state === 'Sent') expect(answer.text).toBe(accepts);
      else expect(answer).toMatchObject({ status: 409, state: 'InProgress' });
      if (answer.state !== 'Sent') expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(heard.filter(({ state, headers }) => state === 'Sent' && !headers['idempotent-replayed'])).toHaveLength(1);
  });
});

test('a direct call hears Sent again as a value with every digit, and the others as errors of the same name', async () => {
  const { fn, hottask } = await start();
  const first = JSON.stringify(await fn.invoke(keyed));
  expect(JSON.stringify(await fn.invoke(keyed))).toBe(first);
  hottask.behave = failing(400);
  const other = { ...keyed, IdempotencyKey: 'other' };
  for (let i = 0; i < 2; i += 1) await expect(fn.invoke(other)).rejects.toMatchObject({ name: 'Refused' });
  await expect(fn.invoke({ ...keyed, Message: 'x' })).rejects.toMatchObject({ name: 'KeyReused' });
  expect(hottask.posts).toHaveLength(2);
});

describe('the same key for another message is refused, and nobody gets it', () => {
  test.each(['SerialNumber', 'ToPhoneNumber', 'Message'])('another %s', async (field) => {
    const { fn, hottask } = await start();
    await fn.post(keyed);
    const other = { ...keyed, [field]: field === 'ToPhoneNumber' ? '+12025550143' : 'other' };
    expect(await fn.post(other)).toMatchObject({ status: 422, state: 'KeyReused' });
    expect(hottask.posts).toHaveLength(1);
  });

  test('even where the first one was not sent', async () => {
    const { fn, hottask } = await start(failing(429));
    await fn.post(keyed);
    expect(await fn.post({ ...keyed, Message: 'other' })).toMatchObject({ state: 'KeyReused' });
    expect(hottask.posts).toHaveLength(1);
  });

  test('another NotAfter is no other message', async () => {
    const { fn, hottask } = await start();
    await fn.post(keyed);
    expect(await fn.post({ ...keyed, NotAfter: '2099-01-01T00:00:00Z' })).toMatchObject({ status: 200 });
    expect(hottask.posts).toHaveLength(1);
  });
});

test('the same key from another caller, or by a direct call, is another message', async () => {
  const callers = { ...callersWith(canary.callerKey), shop: callersWith('shop-key').web };
  const { fn, hottask, ledger } = await start(answers(200, accepts), ourSecret(callers));
  for (const headers of [undefined, { authorization: 'shop-key' }])
    expect((await fn.post(keyed, headers)).headers).not.toHaveProperty('idempotent-replayed');
  await fn.invoke(keyed);
  expect(hottask.posts).toHaveLength(3);
  const items = await ledger.items();
  expect(items.map(({ scope, caller }) => [scope, caller]).sort()).toEqual([
    ['direct', undefined],
    ['http:shop', 'shop'],
    ['http:web', 'web'],
  ]);
});

describe('a caller who repeats a sent key still hears Sent', () => {
  const NotAfter = () => new Date(Date.now() + 60_000).toISOString();

  test('after its NotAfter has passed', async () => {
    const { fn, hottask } = await start();
    const timed = { ...keyed, NotAfter: NotAfter() };
    await fn.post(timed);
    fn.clock.aheadMs = 60_000;
    expect(await fn.post(timed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
    expect(await fn.post({ ...timed, IdempotencyKey: 'new' })).toMatchObject({ status: 410, state: 'Expired' });
    expect(hottask.posts).toHaveLength(1);
  });

  test.each([
    ['its prefix was forbidden', { mode: 'live', prefixes: {} }, 'Blocked'],
    ['its number left the allow-list', { mode: 'allow-list' }, 'Blocked'],
    ['the deployment went into dry-run mode', { ...live, mode: 'dry-run' }, 'DryRun'],
  ])('after %s', async (_case, rules, otherwise) => {
    const { fn, environment, hottask } = await start();
    await fn.post(keyed);
    const stricter = environment(rules);
    expect(await stricter.post(keyed)).toMatchObject({ status: 200, state: 'Sent' });
    expect(await stricter.post({ ...keyed, IdempotencyKey: 'new' })).toMatchObject({ state: otherwise });
    expect(hottask.posts).toHaveLength(1);
  });

  test('while HotTask’s key cannot be read', async () => {
    const { fn, environment, secrets, hottask } = await start();
    await fn.post(keyed);
    secrets.fault = (response, id) => id === 'hottask' && awsError('AccessDeniedException')(response, id);
    const cold = environment();
    expect(await cold.post(keyed)).toMatchObject({ status: 200, state: 'Sent' });
    expect(await cold.post({ ...keyed, IdempotencyKey: 'new' })).toMatchObject({ status: 503, state: 'NotSent' });
    expect(hottask.posts).toHaveLength(1);
  });

  test('with Secrets Manager down, in a warm environment; a cold one cannot know its caller, and looks nothing up', async () => {
    const { fn, environment, secrets, ledger, hottask } = await start();
    await fn.post(keyed);
    secrets.fault = awsError('InternalServiceError', 'down', 500);
    fn.clock.aheadMs = 6 * 60_000;
    expect(await fn.post(keyed)).toMatchObject({ status: 200, state: 'Sent' });
    const asked = ledger.calls.length;
    expect(await environment().post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
    expect(ledger.calls).toHaveLength(asked);
    expect(hottask.posts).toHaveLength(1);
  });
});

test('refused before anything was claimed, a key is still free: the ledger is read once and not written', async () => {
  const { fn, environment, ledger } = await start();
  await environment({ mode: 'live', prefixes: {} }).post(keyed);
  expect(ledger.calls).toMatchObject([{ operation: 'GetItem', isClaim: false }]);
  expect(await fn.post(keyed)).toMatchObject({ status: 200 });
});

test('a dry run and a broken message ask nothing of the ledger', async () => {
  const { fn, ledger, hottask } = await start();
  expect(await fn.post({ ...keyed, DryRun: true })).toMatchObject({ state: 'DryRun' });
  expect(await fn.post({ ...keyed, Message: '' })).toMatchObject({ state: 'Invalid' });
  expect(ledger.calls).toEqual([]);
  expect(hottask.posts).toEqual([]);
});

test('a message that expires while it waits for a connection is not sent, and may be sent anew with its key', async () => {
  const { environment, fn, hottask, ledger } = await start();
  const held = await startTcpPeer(() => {});
  const NotAfter = new Date(Date.now() + 100).toISOString();
  expect(await environment(live, held.url).post({ ...keyed, NotAfter })).toMatchObject({ status: 410 });
  expect(await ledger.item()).toMatchObject({ state: 'NotSent' });
  expect(await fn.post(keyed)).toMatchObject({ status: 200 });
  expect(hottask.posts).toHaveLength(1);
});

test('too little time for a POST: the key is not claimed, and what it stood for is heard all the same', async () => {
  const { fn, hottask, secrets, ledger } = await start();
  const late = makeFunction({ hottask, secrets, ledger, remainingMs: 5_000 });
  expect(await late.post(keyed)).toMatchObject({ status: 503, state: 'NotSent' });
  expect(ledger.calls).toMatchObject([{ operation: 'GetItem' }]);
  await fn.post(keyed);
  expect(await late.post(keyed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
  expect(hottask.posts).toHaveLength(1);
});

test('a person settles it while it is being sent, against all rules: the log says that their word stands', async () => {
  const { fn, hottask, ledger } = await start();
  hottask.behave = async (response, post) => {
    const { pk, fingerprint } = (await ledger.item()) as Record<string, string>;
    const [S, state] = [(text = '') => ({ S: text }), { S: 'NotSent' }];
    await ledger.put({ pk: S(pk), fingerprint: S(fingerprint), state, owner: S('a person') });
    answers(200, accepts)(response, post);
  };
  expect(await fn.post(keyed)).toMatchObject({ status: 200 });
  expect(fn.lines).toContainEqual(
    expect.objectContaining({ level: 'error', what: expect.stringMatching(/somebody else settled it/), state: 'Sent' }),
  );
});
