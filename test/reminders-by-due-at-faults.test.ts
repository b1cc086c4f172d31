/** The index is behind, or DynamoDB fails, while a list by due time is read: it tells what is true, or that it cannot be told. */
import { describe, expect, test } from 'vitest';
import { type Call, type LedgerFault, respond } from './peers/ledger-peer.ts';
import { awsError } from './peers/secrets-peer.ts';
import { inMarch, setUpRemindersFunction } from './reminders-function.ts';

/** Where what fails never gets well again: as soon as this there is no hope. */
const timings = { reminderWithinMs: 400 };
type Fn = Awaited<ReturnType<typeof setUpRemindersFunction>>;

const setUp = async (options: Parameters<typeof setUpRemindersFunction>[0] = {}) => {
  const fn = await setUpRemindersFunction(options);
  for (const day of [1, 2, 3, 4]) await fn.put(`day-${day}`, { ...inMarch, At: `2027-03-0${day}T09:00` });
  return fn;
};
const list = (fn: Fn, query: Record<string, string> = {}) => fn.list({ Sort: 'DueAt', ...query });
const keysOf = ({ json }: Awaited<ReturnType<Fn['list']>>) =>
  (json.Reminders as { Key: string }[]).map(({ Key }) => Key);
const on =
  (operation: Call['operation'], fault: LedgerFault): LedgerFault =>
  (call, response) =>
    call.operation === operation && fault(call, response);
const refuse: LedgerFault = (_call, response) =>
  awsError('ValidationException', 'ValidationException', 400)(response, '');
const busyOnce = (): LedgerFault => {
  let isSpent = false;
  return (_call, response) => {
    if (isSpent) return false;
    isSpent = true;
    return awsError('ThrottlingException', 'ThrottlingException', 400)(response, '');
  };
};

/** What happens between what the index says and the read of the items. */
const meanwhile = (happens: () => Promise<unknown>): LedgerFault =>
  on('Query', async ({ pass }, response) => {
    const answered = await pass();
    await happens();
    return respond(response, answered);
  });

describe('between the index and the items', () => {
  test('one is forgotten: it is left out', async () => {
    const fn = await setUp();
    fn.table.fault = meanwhile(() => fn.forget('day-2'));
    expect(keysOf(await list(fn))).toEqual(['day-1', 'day-3', 'day-4']);
  });

  test('one is cancelled: that is told', async () => {
    const fn = await setUp();
    fn.table.fault = meanwhile(() => fn.remove('day-2'));
    expect((await list(fn)).json.Reminders).toMatchObject([
      { Key: 'day-1', State: 'Scheduled' },
      { Key: 'day-2', State: 'Cancelled' },
      { Key: 'day-3' },
      { Key: 'day-4' },
    ]);
  });

  test('one is moved to where the next page is: it is told there, and once', async () => {
    const fn = await setUp();
    fn.table.fault = meanwhile(() => fn.put('day-1', { ...inMarch, At: '2027-03-03T10:00' }));
    const first = await list(fn, { Limit: '2' });
    fn.table.fault = () => false;
    const second = await list(fn, { Limit: '2', Next: first.json.Next });
    expect([keysOf(first), keysOf(second), second.json.Next]).toEqual([['day-2', 'day-3'], ['day-1', 'day-4'], null]);
  });
});

describe('DynamoDB', () => {
  test.each<Call['operation']>(['Query', 'BatchGetItem'])('refuses a %s: 503, and no short list', async (operation) => {
    const fn = await setUp({ timings });
    fn.table.fault = on(operation, refuse);
    const answer = await list(fn);
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '30' },
      json: {
        Success: false,
        Message: expect.stringContaining(
          'The reminders cannot be looked up now: ask again, or by Sort=Key, which needs no index.',
        ),
      },
    });
    expect(answer.json).not.toHaveProperty('Reminders');
    const called = operation === 'Query' ? 'the index byDueAt of the reminders table' : 'the reminders table';
    const line = { level: 'error', what: `${called} could not be read`, code: 'ValidationException' };
    expect(fn.lines).toContainEqual(expect.objectContaining({ ...line, requestId: expect.any(String) }));
  });

  test('is still filling the index: the list by key needs none', async () => {
    const fn = await setUp({ timings });
    fn.table.fault = on('Query', (call, response) => call.index !== undefined && refuse(call, response));
    expect(await list(fn)).toMatchObject({ status: 503 });
    expect(keysOf(await fn.list())).toEqual(['day-1', 'day-2', 'day-3', 'day-4']);
  });

  test.each<Call['operation']>(['Query', 'BatchGetItem'])(
    'is busy once at a %s: it is asked again',
    async (operation) => {
      const fn = await setUp();
      fn.table.fault = on(operation, busyOnce());
      expect(keysOf(await list(fn))).toHaveLength(4);
    },
  );

  /** Comes to one key at a time. */
  const onlyTheFirst: LedgerFault = async ({ pass, table }, response) => {
    const items: { pk: object; sk: object }[] = JSON.parse((await pass()).text).Responses[table];
    const Keys = items.slice(1).map(({ pk, sk }) => ({ pk, sk }));
    const UnprocessedKeys = Keys.length === 0 ? {} : { [table]: { Keys, ConsistentRead: true } };
    const text = JSON.stringify({ Responses: { [table]: items.slice(0, 1) }, UnprocessedKeys });
    return respond(response, { status: 200, headers: {}, text });
  };

  test('comes to some of the keys only: it is asked for the others, and the page is whole', async () => {
    const fn = await setUp();
    fn.table.fault = on('BatchGetItem', onlyTheFirst);
    expect(keysOf(await list(fn))).toEqual(['day-1', 'day-2', 'day-3', 'day-4']);
    expect(fn.table.calls.filter(({ operation }) => operation === 'BatchGetItem')).toHaveLength(4);
  });

  test('never comes to one of the keys: 503, and no short list', async () => {
    const fn = await setUp({ timings });
    const none: LedgerFault = (_call, response) => {
      const Keys = [{ pk: { S: 'web' }, sk: { S: 'day-1' } }];
      const text = JSON.stringify({ Responses: {}, UnprocessedKeys: { [fn.table.table]: { Keys } } });
      return respond(response, { status: 200, headers: {}, text });
    };
    fn.table.fault = on('BatchGetItem', none);
    expect(await list(fn)).toMatchObject({ status: 503 });
    expect(fn.lines).toContainEqual(expect.objectContaining({ level: 'error', code: 'UnprocessedKeys' }));
  });
});
