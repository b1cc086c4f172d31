/** /api/chaos: what strikes the send function's calls, and nobody else's, as a seed says it. */
import { randomUUID } from 'node:crypto';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { sendRoute } from '../lambda/wiring.ts';
import { message } from './function.ts';
import { dynamoDbClient } from './peers/dynalite-peer.ts';
import { anybody } from './peers/fauxqs-peer.ts';
import { type Sandbox, sharedSandbox } from './sandbox-process.ts';
import { listen } from './sandbox-stream.ts';

const [sandbox, twin] = await Promise.all([sharedSandbox(), sharedSandbox()]);
afterEach(() => turnOff());

// biome-ignore lint/suspicious/noExplicitAny: tests match what it holds
type Told = any;
const chaos = async (init?: RequestInit, { url }: Sandbox = sandbox) => {
  const response = await fetch(`${url}/api/chaos`, init);
  return { status: response.status, told: (response.status === 204 ? undefined : await response.json()) as Told };
};
const turnOn = (plan: unknown, on?: Sandbox) => chaos({ method: 'PUT', body: JSON.stringify(plan) }, on);
const turnOff = () => chaos({ method: 'DELETE' });

const post = async ({ key = randomUUID() as string, to = message.ToPhoneNumber, on = sandbox } = {}) => {
  const response = await fetch(on.url + sendRoute.path, {
    method: 'POST',
    headers: { authorization: 'sandbox-key', 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ ...message, ToPhoneNumber: to, Message: key }),
  });
  const { State = 'Sent' } = (await response.json()) as { State?: string };
  return { status: response.status, state: State };
};
/** How many texts this key has, as HotTask counts. */
const textsOf = async (key: string): Promise<number> => {
  const listed = await (await fetch(`${sandbox.url}/api/messages?Limit=1000`)).json();
  return (listed as { Messages: { Message: string }[] }).Messages.filter((m) => m.Message === key).length;
};
const ask = async (key: string): Promise<string> => {
  const response = await fetch(`${sandbox.url}/messages?IdempotencyKey=${key}`, {
    headers: { authorization: 'sandbox-key' },
  });
  return response.status === 200 ? ((await response.json()) as { State: string }).State : String(response.status);
};
const advance = (AdvanceSeconds: number) =>
  fetch(`${sandbox.url}/api/clock`, { method: 'POST', body: JSON.stringify({ AdvanceSeconds }) });

describe('each kind of call is struck', () => {
  test('the read of a secret', async () => {
    // What was read before is too old by then.
    await advance(7_200);
    await turnOn({ Fault: 'the read of a secret is denied' });
    expect(await post()).toEqual({ status: 503, state: 'NotSent' });
    expect((await chaos()).told).toMatchObject({ Struck: 2, Of: 2 });
    await turnOff();
    // A failed read is not repeated at once.
    await advance(60);
    expect(await post()).toEqual({ status: 200, state: 'Sent' });
  });

  test.each([
    ['HotTask answers 422', 'Refused'],
    ['HotTask resets the connection', 'Unknown'],
    ['the claim is denied', 'NotSent'],
    ['the claim is throttled', 'NotSent'],
  ])('%s: %s', async (Fault, state) => {
    await turnOn({ Fault });
    expect((await post()).state).toBe(state);
    const { told } = await chaos();
    expect(told).toMatchObject({ Fault, OneIn: 1 });
    expect(told.Struck).toBeGreaterThan(0);
    expect(told.Of).toBe(told.Struck);
  });

  test('the settle: the text is out, and no other follows it', async () => {
    await turnOn({ Fault: 'the settle is denied' });
    const key = randomUUID();
    expect((await post({ key })).state).toBe('Sent');
    expect(await ask(key)).toBe('InProgress');
    expect(await textsOf(key)).toBe(1);
  });

  test('the look at the ledger: nobody can be told what became of the key', async () => {
    const key = randomUUID();
    await post({ key });
    await turnOn({ Fault: 'the look at the ledger is denied' });
    expect(await ask(key)).toBe('503');
  });

  test('parking: it is not parked', async () => {
    await turnOn({ Fault: 'parking is denied' });
    const before = await parked();
    expect((await post({ to: '+15005551003' })).state).toBe('Unknown');
    expect([(await chaos()).told, await parked()]).toMatchObject([{ Struck: 1, Of: 1 }, before]);
  });
});

const parked = async () => (await (await fetch(`${sandbox.url}/api/parked`)).json()) as { Records: unknown[] };

describe('nobody else is struck', () => {
  const near = { endpoint: sandbox.aws, ...anybody };
  const clients = {
    dynamoDb: dynamoDbClient(sandbox.aws),
    secrets: new SecretsManagerClient(near),
    sqs: new SQSClient(near),
  };
  afterAll(() => Object.values(clients).forEach((client) => void client.destroy()));
  const Key = { TableName: 'hottask-messenger-ledger', Key: { pk: { S: 'mine' } } };
  const claim = {
    UpdateExpression: 'SET #a = :a ADD #attempts :a',
    ExpressionAttributeNames: { '#a': 'a', '#attempts': 'attempts' },
    ExpressionAttributeValues: { ':a': { N: '1' } },
  };
  const QueueUrl = `${sandbox.aws}/000000000000/hottask-messenger-parked`;

  test.each<[string, () => Promise<unknown>]>([
    ['the claim is denied', () => clients.dynamoDb.send(new UpdateItemCommand({ ...Key, ...claim }))],
    ['the look at the ledger is denied', () => clients.dynamoDb.send(new GetItemCommand(Key))],
    [
      'the read of a secret is denied',
      () => clients.secrets.send(new GetSecretValueCommand({ SecretId: 'hottask-messenger' })),
    ],
    ['parking is denied', () => clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'mine' }))],
    [
      'HotTask answers 500',
      async () => {
        const headers = { authorization: 'sandbox-hottask-key' };
        const response = await fetch(sandbox.hottask + sendRoute.path, {
          method: 'POST',
          headers,
          body: JSON.stringify(message),
        });
        expect(await response.json()).toMatchObject({ Code: 200 });
      },
    ],
  ])('%s: who asks by himself is answered', async (Fault, call) => {
    await turnOn({ Fault });
    await call();
    expect((await chaos()).told).toMatchObject({ Struck: 0, Of: 0 });
  });
});

describe('a seed', () => {
  /** Which of twenty messages are struck. */
  const play = async (Seed: number | undefined, on: Sandbox) => {
    await turnOn({ Fault: 'HotTask answers 422', OneIn: 2, Seed }, on);
    const states: string[] = [];
    for (let i = 0; i < 20; i += 1) states.push((await post({ on })).state);
    const { told } = await chaos(undefined, on);
    expect(told).toMatchObject({ OneIn: 2, Struck: states.filter((state) => state === 'Refused').length, Of: 20 });
    return { seed: told.Seed, states: states.join() };
  };

  // Each time without a DELETE between: a PUT counts anew.
  test('strikes the same messages in each sandbox, another one others, and one that was made can be repeated', async () => {
    const [first, same] = await Promise.all([play(7, sandbox), play(7, twin)]);
    expect(same).toEqual(first);
    const [other, made] = await Promise.all([play(8, sandbox), play(undefined, twin)]);
    expect(other.states).not.toBe(first.states);
    expect(await play(made.seed, sandbox)).toEqual(made);
  });

  test('says as well whether HotTask had accepted the text of which it says nothing', async () => {
    await turnOn({ Fault: 'HotTask answers 500', Seed: 7 });
    const texts: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const key = randomUUID();
      expect((await post({ key })).state).toBe('Unknown');
      texts.push(await textsOf(key));
    }
    expect(new Set(texts)).toEqual(new Set([0, 1]));
  });
});

test('whatever goes wrong, nobody gets two texts for a key', async () => {
  await turnOn({ Fault: 'any', OneIn: 2, Seed: 11 });
  const keys = Array.from({ length: 12 }, () => randomUUID() as string);
  await Promise.all(
    keys.map(async (key) => {
      for (let i = 0; i < 3; i += 1) await post({ key });
    }),
  );
  const { told } = await chaos();
  expect(told.Struck).toBeGreaterThan(10);
  await turnOff();
  const texts = await Promise.all(keys.map(textsOf));
  expect(Math.max(...texts)).toBe(1);
}, 120_000);

describe('what the network holds back', () => {
  /** A text that is out, and the ledger has not heard it. */
  const unsettled = async () => {
    const key = randomUUID();
    await turnOn({ Fault: 'the settle is cut off, and a copy comes late' });
    expect((await post({ key })).state).toBe('Sent');
    return key;
  };

  test.each(['DELETE', 'PUT'])('has arrived after a %s', async (method) => {
    const key = await unsettled();
    expect(await ask(key)).toBe('InProgress');
    await chaos({ method, body: method === 'PUT' ? '{"Fault":"HotTask answers 500"}' : null });
    expect(await ask(key)).toBe('Sent');
  });

  test('arrives by itself, at last', async () => {
    const key = await unsettled();
    await expect.poll(() => ask(key)).toBe('Sent');
    expect((await chaos()).told).toMatchObject({ Fault: expect.stringMatching(/cut off/) });
  });
});

test('it ends with a DELETE, and again', async () => {
  await turnOn({ Fault: 'the claim is denied' });
  expect(await turnOff()).toEqual({ status: 204, told: undefined });
  expect(await turnOff()).toEqual({ status: 204, told: undefined });
  expect((await chaos()).told).toEqual({ Fault: null, Faults: expect.arrayContaining(['the claim is lost']) });
  expect((await post()).state).toBe('Sent');
});

test.each<[string, string]>([
  ['none', '^Send {'],
  ['[]', '^Send {'],
  ['{}', 'Fault must be "any" or one of'],
  ['{"Fault":"the claim is eaten"}', 'Fault must be "any" or one of'],
  ['{"Fault":"any","OneIn":0}', 'OneIn must be a whole number from 1 '],
  ['{"Fault":"any","OneIn":1001}', 'OneIn must be a whole number from 1 '],
  ['{"Fault":"any","OneIn":"2"}', 'OneIn must be a whole number from 1 '],
  ['{"Fault":"any","Seed":1.5}', 'Seed must be a whole number'],
  ['{"Fault":"any","Seed":null}', 'Seed must be a whole number'],
  ['{"Fault":"any","Onein":2}', 'The fields are Fault, OneIn, Seed'],
])('%s: 400 with the mend, and nothing changes', async (body, says) => {
  await turnOn({ Fault: 'the claim is denied', OneIn: 1, Seed: 3 });
  expect(await chaos({ method: 'PUT', body })).toEqual({
    status: 400,
    told: { message: expect.stringMatching(says) },
  });
  expect((await chaos()).told).toMatchObject({ Fault: 'the claim is denied', OneIn: 1, Seed: 3 });
});

test('a body without end: 413', async () => {
  expect(await chaos({ method: 'PUT', body: ' '.repeat(2_000) })).toMatchObject({ status: 413 });
});

test('the stream tells it: in the snapshot, as it is switched, and as it strikes', async () => {
  const stream = await listen(sandbox);
  expect(await stream.next('snapshot')).toMatchObject({ Chaos: { Fault: null } });
  await turnOn({ Fault: 'the claim is denied', Seed: 3 });
  const plan = { Fault: 'the claim is denied', OneIn: 1, Seed: 3 };
  expect(await stream.next('chaos')).toEqual({ ...plan, Struck: 0, Of: 0 });
  await post();
  expect(await stream.next('chaos')).toEqual({ ...plan, Struck: 1, Of: 1 });
  expect(await (await listen(sandbox)).next('snapshot')).toMatchObject({ Chaos: { ...plan, Struck: 1, Of: 1 } });
  await turnOff();
  expect(await stream.next('chaos')).toEqual({ Fault: null });
});
