/** What the sandbox tells of the ledger: every change of a key, whoever made it, and which calls were replays. */
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, expect, test } from 'vitest';
import { pkOf } from '../lambda/ledger/identity.ts';
import { sendRoute } from '../lambda/wiring.ts';
import { message } from './function.ts';
import { dynamoDbClient } from './peers/dynalite-peer.ts';
import { sharedSandbox } from './sandbox-process.ts';
import { listen } from './sandbox-stream.ts';

const sandbox = await sharedSandbox();
const post = async (fields: object) => {
  const response = await fetch(sandbox.url + sendRoute.path, {
    method: 'POST',
    headers: { authorization: 'sandbox-key', 'content-type': 'application/json' },
    body: JSON.stringify({ ...message, ...fields }),
  });
  return { isReplay: response.headers.get('idempotent-replayed'), ...((await response.json()) as { State?: string }) };
};
const texts = async () =>
  ((await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: object[] }).Messages;
const client = dynamoDbClient(sandbox.aws);
const itemOf = (key: string) => ({
  TableName: 'hottask-messenger-ledger',
  Key: { pk: { S: pkOf('http:sandbox', key) } },
});
const ledger = async (query = '') =>
  (await (await fetch(`${sandbox.url}/api/ledger${query}`)).json()) as {
    Items: { IdempotencyKey: string; State: string }[];
    Next: string | null;
  };

beforeEach(async () => {
  await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' });
});

test('each step of a key is told in the order in which it happens', async () => {
  const stream = await listen(sandbox);
  await stream.next('snapshot');
  await post({ IdempotencyKey: 'steps' });
  const told = (await stream.upTo('call')).filter(({ name }) => name !== 'call under way');
  expect(told.map(({ name }) => name)).toEqual(['ledger', 'message', 'ledger', 'ledger', 'call']);
  const known = { Scope: 'http:sandbox', IdempotencyKey: 'steps', Attempts: 1, Caller: 'sandbox' };
  expect(told.filter(({ name }) => name === 'ledger').map(({ data }) => data)).toMatchObject([
    { ...known, State: 'InProgress', StoredState: 'Sending', SettledAt: null },
    { ...known, State: 'Sent', SettledAt: expect.stringMatching(/^20\d\d-.*Z$/) },
    { ...known, State: 'Sent' },
  ]);
});

test('a repeated call over HTTP is a replay: the caller hears so, and the stream tells it', async () => {
  expect(await post({ IdempotencyKey: 'twice' })).toMatchObject({ isReplay: null });
  const stream = await listen(sandbox);
  expect(await post({ IdempotencyKey: 'twice' })).toMatchObject({ isReplay: 'true' });
  expect(await stream.next('ledger')).toMatchObject({ IdempotencyKey: 'twice', State: 'Sent', Attempts: 1 });
  expect(await stream.next('call')).toMatchObject({ State: 'Sent', Replayed: true });
  await post({ IdempotencyKey: 'twice', Message: 'another text' });
  expect(await stream.next('call')).toMatchObject({ State: 'KeyReused', Replayed: false });
  expect(await texts()).toHaveLength(1);
});

test('a repeated direct call is one too, and its key is another than the same one over HTTP', async () => {
  const lambda = new LambdaClient({
    endpoint: sandbox.aws,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const stream = await listen(sandbox);
  await post({ IdempotencyKey: 'both' });
  await stream.next('call');
  for (const Replayed of [false, true]) {
    const Payload = JSON.stringify({ ...message, IdempotencyKey: 'both' });
    await lambda.send(new InvokeCommand({ FunctionName: 'hottask-messenger-send', Payload }));
    expect(await stream.next('call')).toMatchObject({ Entrance: 'direct', Scope: 'direct', State: 'Sent', Replayed });
  }
});

test('who asks again after an Unknown hears it again; a new attempt after a NotSent is no replay', async () => {
  const stream = await listen(sandbox);
  for (const [to, State, second] of [
    ['+15005551002', 'Unknown', { Replayed: true }],
    ['+15005550429', 'NotSent', { Replayed: false }],
  ] as const) {
    for (const expected of [{ Replayed: false }, second]) {
      await post({ ToPhoneNumber: to, IdempotencyKey: State });
      expect(await stream.next('call')).toMatchObject({ State, ...expected });
    }
  }
});

test('a call that takes long is told while it is under way, and a second one with its key is no text', async () => {
  const stream = await listen(sandbox);
  const hanging = post({ ToPhoneNumber: '+15005551001', IdempotencyKey: 'hangs' });
  expect(await stream.next('call under way')).toMatchObject({ State: 'UnderWay', Ms: null, IdempotencyKey: 'hangs' });
  expect(await post({ ToPhoneNumber: '+15005551001', IdempotencyKey: 'hangs' })).toMatchObject({
    State: 'InProgress',
  });
  expect(await stream.next('call')).toMatchObject({ State: 'InProgress', Replayed: false });
  await hanging;
  expect(await stream.next('call')).toMatchObject({ State: 'Unknown', Replayed: false });
});

test('what a person writes into the table is told as well, and that an item is gone', async () => {
  await post({ ToPhoneNumber: '+15005551002', IdempotencyKey: 'by-hand' });
  const stream = await listen(sandbox);
  await client.send(
    new UpdateItemCommand({
      ...itemOf('by-hand'),
      UpdateExpression: 'SET #state = :s, settledBy = :by, why = :why',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':s': { S: 'NotSent' }, ':by': { S: 'ada' }, ':why': { S: 'not in HotTask' } },
    }),
  );
  expect(await stream.next('ledger')).toMatchObject({ State: 'NotSent', SettledBy: 'ada', Why: 'not in HotTask' });
  await client.send(new DeleteItemCommand(itemOf('by-hand')));
  expect(await stream.next('ledger')).toMatchObject({ IdempotencyKey: 'by-hand', State: null });
});

test('a lease that is over reads as Unknown', async () => {
  await post({ IdempotencyKey: 'abandoned' });
  const stream = await listen(sandbox);
  await client.send(
    new UpdateItemCommand({
      ...itemOf('abandoned'),
      UpdateExpression: 'SET #state = :s, leaseUntil = :past',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':s': { S: 'Sending' }, ':past': { N: String(Date.now() - 1) } },
    }),
  );
  expect(await stream.next('ledger')).toMatchObject({ State: 'Unknown', StoredState: 'Sending' });
});

test('GET /api/ledger: newest key first, page by page; clearing the texts forgets no key', async () => {
  for (const n of [1, 2, 3]) await post({ IdempotencyKey: `page-${n}` });
  await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' });
  const first = await ledger('?Limit=2');
  const second = await ledger(`?Limit=1&Next=${first.Next}`);
  const keys = [first, second].map(({ Items }) => Items.map(({ IdempotencyKey }) => IdempotencyKey));
  expect(keys).toEqual([['page-3', 'page-2'], ['page-1']]);
  expect(await ledger('?Limit=0')).toMatchObject({ message: expect.stringMatching(/must be/) });
});
