/** A person settles what is Unknown: never two texts of it, and what was settled is what callers hear. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type LedgerDesk, makeLedgerDesk } from '../cli/ledger-desk.ts';
import { readWord, type Word } from '../cli/word.ts';
import { updateItem } from '../lambda/io/update-item.ts';
import { pkOf } from '../lambda/ledger/identity.ts';
import type { Item } from '../lambda/ledger/item.ts';
import { settle as settleOf } from '../lambda/ledger/writes.ts';
import { canary } from './canary.ts';
import { makeFunction, message } from './function.ts';
import { hottask as command, hottaskAhead, inAws } from './hottask-command.ts';
import { dynamoDbClient } from './peers/dynalite-peer.ts';
import { accepts, answers, type Behaviour, reset, startHotTaskPeer } from './peers/hottask-peer.ts';
import { type LedgerFault, type LedgerPeer, respond, startLedgerPeer } from './peers/ledger-peer.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

const key = 'appt-43.confirmed';
const keyed = { ...message, IdempotencyKey: key };
const address = [key, '--scope', 'http:web'];
const pk = pkOf('http:web', key);
const why = 'looked through the list of 1 March';

/** A message whose answer was lost: HotTask has seen one POST. */
const start = async (behave: Behaviour = reset) => {
  const hottask = await startHotTaskPeer(behave);
  const secrets = await startSecretsPeer();
  const ledger = await startLedgerPeer();
  const fn = makeFunction({ hottask, secrets, ledger });
  await fn.post(keyed);
  hottask.behave = answers(200, accepts);
  ledger.calls.length = 0;
  return { hottask, ledger, fn };
};

const settle = (ledger: LedgerPeer, ...args: string[]) => command(['settle', ...address, ...args], inAws(ledger));

/** Makes of the one item what a process leaves behind that ended while it was sending. */
const abandon = async (ledger: LedgerPeer, leaseUntil: number) => {
  const { fingerprint } = (await ledger.item()) as { fingerprint: string };
  const texts = { pk, fingerprint, state: 'Sending', owner: 'dead', scope: 'http:web', key };
  const item = Object.fromEntries(Object.entries(texts).map(([name, S]) => [name, { S }]));
  await ledger.put({ ...item, leaseUntil: { N: String(leaseUntil) } });
};

describe('not-sent', () => {
  test('the same key is sent again, once, however many ask: the recipient gets one text', async () => {
    const { hottask, ledger, fn } = await start();
    const { code, out } = await settle(ledger, 'not-sent', '--why', why, '--by', 'ada');
    expect(code).toBe(0);
    expect(out).toMatch(/^appt-43\.confirmed --scope http:web\n {2}state +Unknown\n/);
    expect(out).toMatch(/\n\nSettling it as NotSent: the same message .*\nSettled as NotSent by ada\.\n$/);
    expect(await ledger.item()).toMatchObject({ state: 'NotSent', settledBy: 'ada', why });

    await Promise.all(Array.from({ length: 5 }, () => fn.post(keyed)));
    expect(await fn.post(keyed)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
    expect(hottask.posts).toHaveLength(2);
  });

  test('another message with this key is still refused', async () => {
    const { hottask, ledger, fn } = await start();
    await settle(ledger, 'not-sent', '--why', why);
    expect(await fn.post({ ...keyed, Message: 'Other words' })).toMatchObject({ state: 'KeyReused' });
    expect(hottask.posts).toHaveLength(1);
  });

  test('what its process abandoned is sent again, once; that process, awake again, changes nothing', async () => {
    const { hottask, ledger, fn } = await start();
    await abandon(ledger, Date.now() - 2_000);
    expect(await settle(ledger, 'not-sent', '--why', why)).toMatchObject({ code: 0 });
    const late = settleOf(pk, 'dead', { state: 'Unknown', reply: '{}' }, Date.now());
    const client = dynamoDbClient(ledger.url);
    await expect(client.send(new UpdateItemCommand(updateItem(ledger.table, late)))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    expect(await fn.post(keyed)).toMatchObject({ status: 200, text: accepts });
    expect(hottask.posts).toHaveLength(2);
  });
});

test('sent: the caller hears Sent, as replayed, and nobody is texted again', async () => {
  const { hottask, ledger, fn } = await start();
  const { code, out } = await settle(ledger, 'sent', '--why', why, '--by', 'ada', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    IdempotencyKey: key,
    State: 'Sent',
    SettledBy: 'ada',
    Why: why,
    Reason: null,
  });
  expect(await fn.post(keyed)).toMatchObject({
    status: 200,
    headers: { 'idempotent-replayed': 'true' },
    json: { Data: { Status: 'True', SessionID: null }, Success: true, Code: 200 },
  });
  expect(hottask.posts).toHaveLength(1);
});

test('without --by it is the user of this machine', async () => {
  const { ledger } = await start();
  expect((await settle(ledger, 'sent', '--why', why)).code).toBe(0);
  const { userInfo } = await import('node:os');
  expect(await ledger.item()).toMatchObject({ settledBy: userInfo().username });
});

describe('what it refuses is told in one line, and nothing is written', () => {
  const failed = (Code: number) => answers(200, JSON.stringify({ Success: false, Code, Message: 'No.' }));
  test.each<[string, Behaviour, RegExp]>([
    ['Sent', answers(200, accepts), /^It is not Unknown: it is Sent since 20\S+Z\. /],
    ['Refused', failed(422), /^It is not Unknown: it is Refused since /],
    ['NotSent', failed(429), /^It is not Unknown: it is NotSent since /],
  ])('%s', async (_state, behave, says) => {
    const { ledger } = await start(behave);
    const before = await ledger.item();
    const { code, out, err } = await settle(ledger, 'not-sent', '--why', why);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(await ledger.item()).toEqual(before);
    expect(ledger.calls).toMatchObject([{ operation: 'GetItem', isClaim: false }]);
  });

  test('a key that was never used', async () => {
    const { ledger } = await start();
    const { code, err } = await command(
      ['settle', key, '--scope', 'direct', 'sent', '--why', why, '--by', 'ada'],
      inAws(ledger),
    );
    expect(code).toBe(1);
    expect(err).toMatch(/^Nothing is known under this key: /);
    expect(await ledger.items()).toHaveLength(1);
  });

  test('while it is being sent, on a machine whose clock is ten minutes ahead: AWS’s clock decides', async () => {
    const { hottask, ledger, fn } = await start();
    const other = { ...keyed, IdempotencyKey: 'slow' };
    const { promise: posted, resolve: hasPosted } = Promise.withResolvers<() => void>();
    hottask.behave = (response, post) => hasPosted(() => answers(200, accepts)(response, post));
    const sending = fn.post(other);
    const answer = await posted;
    const args = ['settle', 'slow', '--scope', 'http:web', 'not-sent', '--why', why, '--by', 'ada'];
    const { code, err } = await hottaskAhead(600_000, args, inAws(ledger));
    answer();
    expect(code).toBe(1);
    expect(err).toMatch(/^It is being sent right now: look again after 20/);
    expect(await sending).toMatchObject({ status: 200 });
    expect(await fn.post(other)).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
    expect(hottask.posts).toHaveLength(2);
  });

  test('while it is being sent: it says until when', async () => {
    const { ledger } = await start();
    const leaseUntil = Date.now() + 25_000;
    await abandon(ledger, leaseUntil);
    const { code, err } = await settle(ledger, 'not-sent', '--why', why);
    expect({ code, err }).toEqual({
      code: 1,
      err: `It is being sent right now: look again after ${new Date(leaseUntil).toISOString()}\n`,
    });
    expect(await ledger.item()).toMatchObject({ state: 'Sending', owner: 'dead' });
  });

  test('an item of another version', async () => {
    const { ledger } = await start();
    await ledger.put({ pk: { S: pk }, state: { S: 'Parked' }, owner: { S: 'o' }, fingerprint: { S: 'f' } });
    const { code, err } = await settle(ledger, 'not-sent', '--why', why);
    expect(code).toBe(1);
    expect(err).toMatch(/^This version cannot read what stands under this key/);
    expect(await ledger.item()).toMatchObject({ state: 'Parked', owner: 'o' });
  });
});

describe('two people at once: exactly one word counts', () => {
  /** Holds every write until two have come, so that both people have seen it Unknown. */
  const together = (): LedgerFault => {
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    return async ({ operation }) => {
      if (operation !== 'UpdateItem') return false;
      waiting += 1;
      if (waiting === 2) both.resolve();
      await both.promise;
      return false;
    };
  };

  test('sent and not-sent: the one who was slower hears what it is now', async () => {
    const { ledger } = await start();
    ledger.fault = together();
    const ran = await Promise.all([
      settle(ledger, 'sent', '--why', why, '--by', 'ada'),
      settle(ledger, 'not-sent', '--why', why, '--by', 'bea'),
    ]);
    const { state, settledBy } = await ledger.item();
    expect(ran.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect([
      ['Sent', 'ada'],
      ['NotSent', 'bea'],
    ]).toContainEqual([state, settledBy]);
    const slower = ran.find(({ code }) => code === 1);
    expect(slower?.err).toMatch(
      new RegExp(`^Somebody was faster: it is ${state} since \\S+Z, settled by ${settledBy}`),
    );
  });

  test('both say not-sent: the message goes out once, not once for each', async () => {
    const { hottask, ledger, fn } = await start();
    const desk = deskAt(ledger);
    const word = checked({ state: 'NotSent', by: 'ada', why });
    const seen = (await desk.look(pk))?.item as Item;
    ledger.fault = together();
    const done = await Promise.all([desk.settle(seen, word), desk.settle(seen, word)]);
    expect(done.filter((one) => typeof one === 'object' && 'settled' in one)).toHaveLength(1);
    expect(done).toContainEqual({ overtakenBy: expect.objectContaining({ pk }) });
    await Promise.all([fn.post(keyed), fn.post(keyed)]);
    expect(hottask.posts).toHaveLength(2);
  });

  test('the slower one comes when the message was sent again already: it stays sent, and nobody gets it a third time', async () => {
    const { hottask, ledger, fn } = await start();
    const desk = deskAt(ledger);
    const seen = (await desk.look(pk))?.item as Item;
    await desk.settle(seen, checked({ state: 'NotSent', by: 'ada', why }));
    await fn.post(keyed);
    const done = await desk.settle(seen, checked({ state: 'NotSent', by: 'bea', why }));
    expect(done).toMatchObject({ overtakenBy: { item: { state: 'Sent' } } });
    await fn.post(keyed);
    expect(hottask.posts).toHaveLength(2);
  });
});

describe('an answer of DynamoDB that is lost', () => {
  const losing = (times: number): LedgerFault => {
    let lost = 0;
    return async ({ operation, pass }, response) => {
      if (operation !== 'UpdateItem' || lost === times) return false;
      lost += 1;
      await pass();
      response.destroy();
      return true;
    };
  };

  test('once: it is settled, and that is said', async () => {
    const { ledger } = await start();
    ledger.fault = losing(1);
    const { code, out } = await settle(ledger, 'sent', '--why', why, '--by', 'ada');
    expect(code).toBe(0);
    expect(out).toMatch(/Settled as Sent by ada\.\n$/);
    expect(ledger.calls.filter(({ operation }) => operation === 'UpdateItem')).toHaveLength(2);
  });

  test('once, and then AWS refuses: a refusal of the second try proves nothing about the first', async () => {
    const { ledger } = await start();
    const lose = losing(1);
    ledger.fault = async (call, response) => {
      if ((await lose(call, response)) || call.operation !== 'UpdateItem') return response.destroyed;
      const body = JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#AccessDeniedException' });
      return respond(response, { status: 400, headers: {}, text: body });
    };
    const { code, err } = await settle(ledger, 'sent', '--why', why);
    expect(code).toBe(1);
    expect(err).toMatch(/^DynamoDB gave no answer, so it may be written or not/);
    expect(await ledger.item()).toMatchObject({ state: 'Sent' });
  });

  test('for good: it says that it may be written, and nobody takes it for unwritten', async () => {
    const { ledger } = await start();
    ledger.fault = losing(Number.POSITIVE_INFINITY);
    const { code, err } = await settle(ledger, 'sent', '--why', why);
    expect(code).toBe(1);
    expect(err).toMatch(/^DynamoDB gave no answer, so it may be written or not: look with show/);
    expect(await ledger.item()).toMatchObject({ state: 'Sent' });
  });
});

describe('the word that is kept', () => {
  const wrong: [string, string[], RegExp][] = [
    ['no why', [], /^--why must be 1 to 200 characters; got none\n$/],
    ['a blank why', ['--why', ' '], /^--why must be 1 to 200/],
    ['a why of 201 characters', ['--why', 'x'.repeat(201)], /^--why must be 1 to 200 characters; got 201/],
    ['a line break', ['--why', 'one\ntwo'], /^--why must hold no control characters/],
    ['an escape', ['--why', '\u001b[2J'], /^--why must hold no control characters/],
    ['a number', ['--why', `texted ${canary.number}`], /^--why must hold no phone number/],
    ['a number set apart', ['--why', 'texted +1 (202) 555-01.42'], /^--why must hold no phone number/],
    ['a number in other digits', ['--why', 'texted +١٢٠٢٥٥٥٠١٤٢'], /^--why must hold no phone number/],
    ['a number in full-width digits', ['--why', '１２０２５５５０１４２'], /^--why must hold no phone number/],
    ['a date in digits', ['--why', 'seen 2027-03-01'], /a date as 1 March 2027\)\n$/],
    ['an empty name', ['--why', why, '--by', ''], /^--by must be 1 to 64 characters; got none/],
    ['a name of 65 characters', ['--why', why, '--by', 'x'.repeat(65)], /^--by must be 1 to 64 characters; got 65/],
    ['a number as a name', ['--why', why, '--by', canary.number], /^--by must hold no phone number/],
    ['a tab in the name', ['--why', why, '--by', 'a\tb'], /^--by must hold no control characters/],
  ];
  test.each(wrong)('%s is wrong usage: the ledger is not even asked', async (_case, args, says) => {
    const ledger = await startLedgerPeer();
    const { code, out, err } = await settle(ledger, 'sent', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(ledger.calls).toEqual([]);
  });

  test('200 characters of any script are kept as they are', async () => {
    const { ledger } = await start();
    const long = `${'Ω'.repeat(190)} 👍 room 17`;
    expect([...long]).toHaveLength(200);
    expect(await settle(ledger, 'sent', '--why', long, '--by', 'Zoë O’Neill')).toMatchObject({ code: 0 });
    expect(await ledger.item()).toMatchObject({ why: long, settledBy: 'Zoë O’Neill' });
  });
});

const deskAt = ({ url, table }: LedgerPeer): LedgerDesk =>
  makeLedgerDesk({ client: dynamoDbClient(url), TableName: table, now: Date.now });

const checked = (given: { state: Word['state']; by: string; why: string }): Word => {
  const word = readWord(given);
  if ('problems' in word) throw new Error(word.problems.join());
  return word;
};
