/** Direct calls, as Step Functions, another function or `aws lambda invoke` make them. */
import { describe, expect, test } from 'vitest';
import { canary } from './canary.ts';
import { httpEvent, makeFunction, message } from './function.ts';
import { accepts, answers, closedPort, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

const keyed = { ...message, IdempotencyKey: 'appt-42.confirmed' };
const call = async (event: unknown, behave = answers(200, accepts), rules?: object) => {
  const hottask = await startHotTaskPeer(behave);
  const fn = makeFunction({ hottask, secrets: await startSecretsPeer(), ...(rules ? { rules } : {}) });
  const answer = await fn.invoke(event).catch((error: Error) => error);
  return { answer, hottask, fn };
};

test('the caller gets HotTask’s reply as a value, with every digit of the SessionID', async () => {
  const { answer, hottask } = await call(keyed);
  expect(JSON.stringify(answer)).toBe(accepts);
  expect(hottask.posts).toHaveLength(1);
});

test('a dry run texts nobody and says so', async () => {
  const { answer, hottask } = await call({ ...keyed, DryRun: true });
  expect(answer).toMatchObject({
    State: 'DryRun',
    Success: true,
    Code: 200,
    Data: { Status: 'False' },
    Message: expect.stringMatching(/^Nothing was sent/),
  });
  expect(hottask.posts).toEqual([]);
});

describe('each other outcome is an error of a stable name, for Retry and Catch', () => {
  const no = (code: number) => answers(code, JSON.stringify({ Success: false, Code: code, Message: 'No.' }));
  test.each<[string, object | null, Parameters<typeof call>[1], object?]>([
    ['InvalidMessage', { ...keyed, Message: '' }, undefined],
    ['Blocked', keyed, undefined, { mode: 'live', prefixes: {} }],
    ['Expired', { ...keyed, NotAfter: '2020-01-01T00:00:00Z' }, undefined],
    ['Refused', keyed, no(400)],
    ['NotSent', keyed, no(429)],
    ['OutcomeUnknown', keyed, no(500)],
  ])('%s', async (name, event, behave, rules) => {
    const { answer } = await call(event, behave, rules);
    expect(answer).toBeInstanceOf(Error);
    expect(answer).toMatchObject({ name });
    expect(Object.keys(answer as Error)).toEqual(['name']);
    expect((answer as Error).cause).toBeUndefined();
  });
});

/** As Lambda's runtime may have read it. */
const deep = () => {
  let value: unknown = {};
  for (let i = 0; i < 100_000; i += 1) value = [value];
  return { ...keyed, Message: value };
};

describe('events that are no message are refused, and HotTask is never called', () => {
  test.each<[string, unknown, RegExp]>([
    ['without a key', message, /^IdempotencyKey is required in a direct call: name a business key/],
    ['a depth that no JSON text holds', deep(), /^The event is nested too deep/],
    [
      'a number in the place of a source',
      { Records: [{ eventSource: `aws:${canary.number.slice(1)}` }] },
      /records from no known source/,
    ],
    ['null', null, /^The event must be a JSON object/],
    ['an array', [], /^The event must be a JSON object/],
    ['a string', canary.text, /^The event must be a JSON object/],
    ['nothing', {}, /SerialNumber is required.*ToPhoneNumber is required.*Message is required/],
    [
      'a record of nobody’s',
      { Records: [{ body: JSON.stringify(keyed) }] },
      /is a batch of records from no known source, which is not taken here: send it to the queue/,
    ],
    ['an HTTP event made by hand, without what a gateway sends', { requestContext: { http: {} } }, /unknown fields/],
    [
      'a load balancer’s event',
      { httpMethod: 'POST', requestContext: { elb: {} }, body: '{}' },
      /is one of a load balancer/,
    ],
  ])('%s', async (_case, event, why) => {
    const { answer, hottask } = await call(event);
    expect(answer).toMatchObject({ name: 'InvalidMessage', message: expect.stringMatching(why) });
    expect(hottask.posts).toEqual([]);
  });
});

test('payload format 1.0 on the route is refused with the mend, in the form of an HTTP answer', async () => {
  const event = {
    version: '1.0',
    httpMethod: 'POST',
    headers: {},
    requestContext: { requestId: 'r-1', apiId: 'a' },
    body: JSON.stringify(keyed),
  };
  const { answer, hottask } = await call(event);
  expect(answer).toMatchObject({
    statusCode: 400,
    headers: { 'x-request-id': 'r-1' },
    body: expect.stringMatching(/payload format is 1\.0: set the integration to payload format 2\.0/),
  });
  expect(hottask.posts).toEqual([]);
});

test('an HTTP event made by hand, with a header and a body that are no text: a clear 4xx', async () => {
  const { fn } = await call(keyed);
  const event = httpEvent('');
  const strange = { ...event, body: 7, headers: { ...event.headers, 'idempotency-key': 7 } };
  expect(await fn.invoke(strange)).toMatchObject({ statusCode: 400 });
  expect(await fn.invoke({ ...event, headers: { authorization: 7 } })).toMatchObject({ statusCode: 401 });
});

test('a bug of ours leaves as InternalError with the request id, without a word of what caused it', async () => {
  const hottask = { url: await closedPort() };
  const fn = makeFunction({ hottask, secrets: await startSecretsPeer() });
  const poisoned = new Proxy(
    {},
    {
      get: () => {
        throw new Error(canary.text);
      },
      ownKeys: () => {
        throw new Error(canary.text);
      },
    },
  );
  const error = await fn.invoke(poisoned).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({
    name: 'InternalError',
    message: expect.stringMatching(/^A bug of ours\. .* request [0-9a-f-]{36} /),
  });
  expect((error as Error).cause).toBeUndefined();
  expect(fn.lines).toContainEqual(
    expect.objectContaining({ what: 'internal error', errorName: 'Error', frames: expect.any(Array) }),
  );
});
