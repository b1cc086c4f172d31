/** What stands in the ledger: enough to never text twice, and nothing by which to text, or to know, anybody. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { accepts, answers, type Behaviour, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import { ourSecret, startSecretsPeer } from './peers/secrets-peer.ts';

const key = 'appt-42.confirmed';
const keyed = { ...message, IdempotencyKey: key };
const hex = /^[0-9a-f]{64}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const start = async (behave: Behaviour = answers(200, accepts), remainingMs = 20_000) => {
  const hottask = await startHotTaskPeer(behave);
  const secrets = await startSecretsPeer();
  const ledger = await startLedgerPeer();
  const fn = makeFunction({ hottask, secrets, ledger, remainingMs, timings: { answerWithinMs: 300 } });
  return { hottask, secrets, ledger, fn };
};

test('a sent message: its key, its hashes, the masked reply, and when it is forgotten', async () => {
  const { fn, ledger } = await start();
  const before = Date.now();
  await fn.post(keyed);
  const item = await ledger.item();
  expect(item).toEqual({
    pk: createHash('sha256').update(`["http:web","${key}"]`).digest('hex'),
    state: 'Sent',
    owner: expect.stringMatching(uuid),
    leaseUntil: expect.any(Number),
    attempts: 1,
    fingerprint: expect.stringMatching(hex),
    recipient: expect.stringMatching(/^[0-9a-f]{64} …42$/),
    reply: accepts,
    scope: 'http:web',
    key,
    caller: 'web',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    claimedAt: expect.any(Number),
    settledAt: expect.any(Number),
    expiresAt: expect.any(Number),
  });
  const { claimedAt, settledAt, leaseUntil, expiresAt } = item as Record<string, number>;
  expect(claimedAt).toBeGreaterThanOrEqual(before);
  expect(settledAt).toBeGreaterThanOrEqual(claimedAt as number);
  // The invocation's 20 s, and twice the 5 s by which a clock may be wrong.
  expect(Math.abs((leaseUntil as number) - before - 30_000)).toBeLessThan(2_000);
  expect(expiresAt).toBeGreaterThanOrEqual((settledAt as number) / 1_000 + 45 * 86_400);
  expect(expiresAt).toBeLessThan((settledAt as number) / 1_000 + 46 * 86_400);
});

test('the hashes are worthless without the Pepper: another one gives others', async () => {
  const { fn, hottask, ledger } = await start();
  await fn.post(keyed);
  const secrets = await startSecretsPeer({ messenger: ourSecret().replace('test-pepper', 'other-pepper') });
  const elsewhere = await startLedgerPeer();
  await makeFunction({ hottask, secrets, ledger: elsewhere }).post(keyed);
  const [one, other] = [await ledger.item(), await elsewhere.item()];
  expect(other.pk).toBe(one.pk);
  expect(other.fingerprint).not.toBe(one.fingerprint);
  expect(other.recipient).not.toBe(one.recipient);
});

describe('what is forgotten after 45 days, and what waits for a person', () => {
  test.each<[string, Behaviour, boolean]>([
    ['Refused', answers(400, '{"Success":false,"Code":400,"Message":"No."}'), true],
    ['NotSent', answers(429, '{}'), true],
    ['Unknown', answers(500, '{}'), false],
  ])('%s', async (state, behave, expires) => {
    const { fn, ledger } = await start(behave);
    await fn.post(keyed);
    const item = await ledger.item();
    expect(item).toMatchObject({ state, reply: expect.stringContaining('"Message":"') });
    expect('expiresAt' in item).toBe(expires);
  });

  test('a key that is claimed again is not forgotten meanwhile: its Unknown would be lost', async () => {
    const { fn, hottask, ledger } = await start(answers(429, '{}'));
    await fn.post(keyed);
    hottask.behave = (response) => response.destroy();
    await fn.post(keyed);
    const item = await ledger.item();
    expect(item).toMatchObject({ state: 'Unknown', attempts: 2 });
    expect(item).not.toHaveProperty('expiresAt');
  });

  test('while it is claimed, nothing is left of what was settled before', async () => {
    const { fn, hottask, ledger } = await start(answers(429, '{}'));
    await fn.post(keyed);
    const claimed = Promise.withResolvers<Awaited<ReturnType<typeof ledger.item>>>();
    hottask.behave = async (response) => {
      claimed.resolve(await ledger.item());
      answers(200, accepts)(response, { authorization: '', body: '' });
    };
    await fn.post(keyed);
    const item = await claimed.promise;
    expect(item).toMatchObject({ state: 'Sending' });
    for (const name of ['expiresAt', 'settledAt', 'reply']) expect(item).not.toHaveProperty(name);
  });
});

describe('an item that this version does not understand: nothing is sent, the caller is told to look', () => {
  const S = (text: string) => ({ S: text });
  const N = (number: number) => ({ N: String(number) });
  test.each<[string, object]>([
    ['only its key', { state: undefined, owner: undefined, fingerprint: undefined }],
    ['a state of another version', { state: S('Queued') }],
    ['a state of another type', { state: N(1) }],
    ['no owner', { owner: undefined }],
    ['no fingerprint', { fingerprint: undefined }],
    ['a fingerprint of another type', { fingerprint: N(7) }],
    ['attempts that cannot be counted on', { state: S('NotSent'), attempts: S('1') }],
    ['NotSent without a fingerprint', { state: S('NotSent'), fingerprint: undefined }],
  ])('%s', async (_case, change) => {
    const { fn, hottask, ledger } = await start();
    await fn.post(keyed);
    const { pk, fingerprint } = (await ledger.item()) as Record<string, string>;
    const whole = { pk: S(pk as string), state: S('Sent'), owner: S('o'), fingerprint: S(fingerprint as string) };
    const item = Object.entries({ ...whole, ...change }).filter(([, value]) => value !== undefined);
    await ledger.put(Object.fromEntries(item));
    expect(await fn.post(keyed)).toMatchObject({ status: 504, state: 'Unknown' });
    expect(fn.lines).toContainEqual(
      expect.objectContaining({ level: 'error', what: expect.stringMatching(/cannot read/) }),
    );
    expect(hottask.posts).toHaveLength(1);
  });

  test.each<[string, Record<string, { S: string } | { N: string }>, object]>([
    ['Sending without a lease', { state: S('Sending') }, { status: 504, state: 'Unknown' }],
    [
      'Sending with a lease that is no number',
      { state: S('Sending'), leaseUntil: S('9999999999999') },
      { status: 504 },
    ],
    [
      'Sending with a lease of years, as another unit would be',
      { state: S('Sending'), leaseUntil: N(Date.now() * 1_000) },
      { status: 504 },
    ],
    [
      'Sent with a reply of another state',
      { state: S('Sent'), reply: S('{"Data":true,"Code":500,"State":"NotSent"}') },
      { status: 200, json: { Code: 200, Data: { Status: 'True' } } },
    ],
    [
      'Sent with a reply nested too deep to walk',
      { state: S('Sent'), reply: S(`{"Data":${'['.repeat(9_000)}${']'.repeat(9_000)}}`) },
      { status: 200 },
    ],
    ['Sent without its reply', { state: S('Sent') }, { status: 200, json: { Code: 200, Data: { SessionID: null } } }],
    ['Sent with a broken reply', { state: S('Sent'), reply: S('{') }, { status: 200, json: { Success: true } }],
    ['Refused without its reply', { state: S('Refused') }, { status: 422, json: { Code: 422, State: 'Refused' } }],
    ['a time that no clock shows', { state: S('Sent'), claimedAt: N(8.64e15 + 1) }, { status: 200 }],
    ['attributes that are new to us', { state: S('Sent'), colour: S('blue') }, { status: 200 }],
  ])('%s: it is read as far as it goes, and nobody is texted', async (_case, item, heard) => {
    const { fn, hottask, ledger } = await start();
    await fn.post(keyed);
    const { pk, fingerprint } = (await ledger.item()) as Record<string, string>;
    await ledger.put({ pk: S(pk as string), owner: S('o'), fingerprint: S(fingerprint as string), ...item });
    expect(await fn.post(keyed)).toMatchObject(heard);
    expect((await fn.ask({ IdempotencyKey: key })).status).toBe(200);
    expect(hottask.posts).toHaveLength(1);
  });
});

test('the process died while it sent: under its lease the key is in progress, after it unknown, never sent again', async () => {
  const { fn, hottask, ledger } = await start();
  await fn.post(keyed);
  const { pk, fingerprint } = (await ledger.item()) as Record<string, string>;
  const leaseUntil = Date.now() + 25_000;
  await ledger.put({
    pk: { S: pk as string },
    owner: { S: 'dead' },
    fingerprint: { S: fingerprint as string },
    state: { S: 'Sending' },
    leaseUntil: { N: String(leaseUntil) },
  });
  const early = await fn.post(keyed);
  expect(early).toMatchObject({ status: 409, state: 'InProgress' });
  expect(Number(early.headers['retry-after'])).toBeGreaterThan(20);
  expect(Number(early.headers['retry-after'])).toBeLessThanOrEqual(25);
  fn.clock.aheadMs = 26_000;
  expect(await fn.post(keyed)).toMatchObject({ status: 504, state: 'Unknown' });
  expect(hottask.posts).toHaveLength(1);
  expect(await ledger.item()).toMatchObject({ state: 'Sending', owner: 'dead' });
});

test.each<[string, string]>([
  [`"${canary.number.slice(1)}"`, '"1.0.0"'],
  [canary.number.slice(2), '"1.0.0"'],
  ['"202-555-0142"', '"1.0.0"'],
  ['"Ptarmigan"', '"1.0.0"'],
  ['7', `"${canary.number.slice(1)}"`],
  ['7', `"${canary.number}"`],
  ['7', '"Ptarmigan"'],
  ['7', '"202.5550.142"'],
])('canaries: HotTask’s SessionID %s and Version %s leave none in the ledger', async (SessionID, Version) => {
  const words = JSON.stringify(`${canary.text} ${canary.number} ${canary.secretKey}`);
  const reply = `{"Data":{"Status":"True","Message":${words},"SessionID":${SessionID}},"Version":${Version},"Success":true,"Code":200,"Message":${words},"Extra":${words}}`;
  const { fn, ledger } = await start(answers(200, reply));
  expect(await fn.post(keyed)).toMatchObject({ status: 200, text: reply });
  const item = JSON.stringify(await ledger.item());
  for (const secret of ['5550142', '555-0142', '5550.142', 'Ptarmigan', canary.secretKey])
    expect(item).not.toContain(secret);
});

test('a short SessionID whose digits the text happens to hold is replayed all the same', async () => {
  const { fn } = await start(answers(200, accepts.replace('123123123123123123', '9')));
  const atNine = { ...keyed, Message: 'See you at 9' };
  await fn.post(atNine);
  expect((await fn.post(atNine)).json).toMatchObject({ Data: { SessionID: 9 } });
});

test('HotTask’s answer is kept however deep it is nested, and a repeated call hears Sent', async () => {
  const reply = accepts.replace('"Code":200', `"Code":200,"X":${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  const { fn, hottask } = await start(answers(200, reply));
  expect(await fn.post(keyed)).toMatchObject({ status: 200, text: reply });
  expect(await fn.post(keyed)).toMatchObject({ status: 200, json: { Data: { Status: 'True' } } });
  expect(await fn.invoke({ ...keyed, IdempotencyKey: 'direct' })).toMatchObject({ Code: 200 });
  expect(hottask.posts).toHaveLength(2);
});
