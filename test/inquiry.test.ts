/** `GET /messages?IdempotencyKey=…`: a caller hears what became of its message, and of nobody else's. */
import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';
import { httpEvent, makeFunction, message } from './function.ts';
import { accepts, answers, type Behaviour, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { awsError, callersWith, ourSecret, startSecretsPeer } from './peers/secrets-peer.ts';

const IdempotencyKey = 'appt-42.confirmed';
const keyed = { ...message, IdempotencyKey };
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const start = async (behave: Behaviour = answers(200, accepts)) => {
  const hottask = await startHotTaskPeer(behave);
  const callers = { ...callersWith(canary.callerKey), shop: callersWith('shop-key').web };
  const secrets = await startSecretsPeer({ messenger: ourSecret(callers) });
  const ledger = await startLedgerPeer();
  const fn = makeFunction({ hottask, secrets, ledger, timings: { answerWithinMs: 300, recallWithinMs: 300 } });
  return { hottask, secrets, ledger, fn };
};

test.each<[string, Behaviour, object]>([
  ['Sent', answers(200, accepts), { State: 'Sent', Code: 200 }],
  ['Refused', answers(200, '{"Success":false,"Code":422,"Message":"No."}'), { State: 'Refused', Code: 422 }],
  ['NotSent', answers(429, '{}'), { State: 'NotSent', Code: 503 }],
  ['Unknown', answers(500, '{}'), { State: 'Unknown', Code: 504 }],
])('after %s: its state, its Code and when, and neither number nor text', async (_state, behave, told) => {
  const { fn, hottask } = await start(behave);
  await fn.post(keyed);
  const { status, json, headers } = await fn.ask({ IdempotencyKey });
  expect(status).toBe(200);
  expect(json).toEqual({ SessionID: json.SessionID, ClaimedAt: instant, SettledAt: instant, ...told });
  expect(headers).toMatchObject({ 'x-request-id': expect.any(String), 'content-type': 'application/json' });
  expect(hottask.posts).toHaveLength(1);
});

test('the SessionID keeps every digit', async () => {
  const { fn } = await start();
  await fn.post(keyed);
  expect((await fn.ask({ IdempotencyKey })).text).toContain('"SessionID":123123123123123123,');
});

test('while it is being sent: InProgress; once its lease is over: Unknown', async () => {
  const { fn, hottask } = await start();
  const { promise: posted, resolve } = Promise.withResolvers<void>();
  hottask.behave = () => resolve();
  const sending = fn.post(keyed);
  await posted;
  expect((await fn.ask({ IdempotencyKey })).json).toEqual({
    State: 'InProgress',
    Code: 409,
    SessionID: null,
    ClaimedAt: instant,
    SettledAt: null,
  });
  fn.clock.aheadMs = 31_000;
  expect((await fn.ask({ IdempotencyKey })).json).toMatchObject({ State: 'Unknown', Code: 504 });
  await sending;
});

test('a key that was never used, and another caller’s key: 404 in the envelope, and no word on the message', async () => {
  const { fn } = await start();
  await fn.post(keyed);
  for (const answer of [
    await fn.ask({ IdempotencyKey: 'never' }),
    await fn.ask({ IdempotencyKey }, { authorization: 'shop-key' }),
  ]) {
    expect(answer).toMatchObject({ status: 404, json: { Success: false, Code: 404 } });
    expect(answer.json).not.toHaveProperty('State');
  }
});

test('a stranger hears 401, and the ledger is not asked', async () => {
  const { fn, ledger } = await start();
  expect(await fn.ask({ IdempotencyKey }, { authorization: 'strange' })).toMatchObject({
    status: 401,
    json: { State: 'Unauthorized' },
  });
  expect(ledger.calls).toEqual([]);
});

test('a key in the query of a message, where nobody reads it, is refused: the caller would believe it was safe', async () => {
  const { fn, hottask } = await start();
  for (const name of ['IdempotencyKey', 'idempotency-key', 'Idempotency-Key'])
    expect(
      await fn.invoke({ ...httpEvent(JSON.stringify(message)), queryStringParameters: { [name]: 'a' } }),
    ).toMatchObject({
      statusCode: 400,
      body: expect.stringMatching(/stands in the wrong place/),
    });
  expect(hottask.posts).toEqual([]);
});

describe('a question that is none: 400 with the mend, and the ledger is not asked', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['no key', {}, /IdempotencyKey must be 1 to 255/],
    ['an empty key', { IdempotencyKey: '' }, /IdempotencyKey must be 1 to 255/],
    ['two keys, which the gateway joins by a comma', { IdempotencyKey: 'a,b' }, /is given once/],
    ['256 characters', { IdempotencyKey: 'k'.repeat(256) }, /1 to 255/],
    ['another name beside it', { IdempotencyKey, Key: canary.number }, /takes IdempotencyKey alone/],
  ])('%s', async (_case, query, why) => {
    const { fn, ledger } = await start();
    expect(await fn.ask(query)).toMatchObject({ status: 400, json: { Message: expect.stringMatching(why) } });
    expect(ledger.calls).toEqual([]);
  });
});

describe('what cannot be looked up is no word on the message: 503, "ask again", and no State', () => {
  const unanswered = { status: 503, headers: { 'retry-after': '30' }, json: { Success: false, Code: 503 } };

  test('DynamoDB is down', async () => {
    const { fn, ledger } = await start();
    await fn.post(keyed);
    ledger.fault = (_call, response) => awsError('InternalServerError', 'down', 500)(response, '');
    const answer = await fn.ask({ IdempotencyKey });
    expect(answer).toMatchObject(unanswered);
    expect(answer.json).not.toHaveProperty('State');
  });

  test('callers cannot be checked', async () => {
    const { fn, secrets, ledger } = await start();
    secrets.fault = awsError('AccessDeniedException');
    const answer = await fn.ask({ IdempotencyKey });
    expect(answer).toMatchObject(unanswered);
    expect(answer.json).not.toHaveProperty('State');
    expect(ledger.calls).toEqual([]);
  });
});
