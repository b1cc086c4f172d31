/** DynamoDB and Scheduler fail, lose, refuse and hold back what a change of a reminder asks: nothing is half, and nobody is told what is not so. */
import { describe, expect, test } from 'vitest';
import { aws, isRead, isWrite, lose, loseAnswer, on, onCreate, once, onDelete, onRead } from './change-faults.ts';
import type { LedgerFault } from './peers/ledger-peer.ts';
import { type SchedulerFault, schedulerError } from './peers/scheduler-peer.ts';
import { inMarch, setUpRemindersFunction, stored } from './reminders-function.ts';

const inMay = { ...inMarch, At: '2027-05-01T09:00' };
/** Where what fails never gets well again: as soon as this there is no hope. */
const timings = { reminderWithinMs: 400, scheduleWithinMs: 400, recallWithinMs: 400 };
const setUp = (options: Parameters<typeof setUpRemindersFunction>[0] = {}) =>
  setUpRemindersFunction({ timings, ...options });
type Fn = Awaited<ReturnType<typeof setUp>>;

/** Both ways to move the reminder `appt-42` to May. */
const ways: [string, (fn: Fn) => ReturnType<Fn['put']>][] = [
  ['PUT', (fn) => fn.put('appt-42', inMay)],
  ['PATCH', (fn) => fn.patch('appt-42', { At: inMay.At })],
];

const times = (fn: Fn) => fn.scheduler.schedules().map(({ answer }) => answer.ScheduleExpression);
const [march, may] = ['at(2027-03-01T08:00:00)', 'at(2027-05-01T07:00:00)'];

/** 503 without a word on the reminder, and when to ask again. */
const unasked = (why: RegExp) => ({
  status: 503,
  headers: { 'retry-after': '30' },
  json: { Success: false, Code: 503, Message: expect.stringMatching(why) },
});
const expectUnasked = (answer: Awaited<ReturnType<Fn['put']>>, why: RegExp) => {
  expect(answer).toMatchObject(unasked(why));
  expect(answer.json).not.toHaveProperty('State');
};

describe.each(ways)('Scheduler, asked by %s for the new schedule', (_way, move) => {
  test.each<[string, SchedulerFault]>([
    ['is busy once', once(schedulerError('ThrottlingException', 429))],
    ['fails once', once(schedulerError('InternalServerException', 500))],
    ['loses the request once', once(lose)],
    ['makes it, its answer lost once', once(loseAnswer)],
  ])('%s: the reminder is moved all the same, and the new schedule stands alone', async (_case, fault) => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.scheduler.fault = onCreate(fault);
    expect(await move(fn)).toMatchObject({ status: 200, json: { Revision: 2 } });
    expect(times(fn)).toEqual([may]);
    expect(fn.count('NeedsMending')).toBe(0);
  });

  test.each<[string, string, SchedulerFault, RegExp]>([
    ['is busy', 'ThrottlingException', schedulerError('ThrottlingException', 429), /fewer a second/],
    ['refuses', 'AccessDeniedException', schedulerError('AccessDeniedException', 403), /lacks the right.*Deploy again/],
    ['knows no such group', 'ResourceNotFoundException', schedulerError('ResourceNotFoundException', 404), /group/],
    ['is full', 'ServiceQuotaExceededException', schedulerError('ServiceQuotaExceededException', 402), /higher quota/],
    ['takes none of it', 'ValidationException', schedulerError('ValidationException', 400), /SCHEDULE_ROLE_ARN/],
    ['loses every request', 'ECONNRESET|AbortError', lose, /cannot be asked/],
    ['loses every answer', 'ECONNRESET|AbortError', loseAnswer, /cannot be asked/],
  ])('%s: 503, the old one stays as it was, and the log says the mend', async (_case, code, fault, mend) => {
    const fn = await setUp();
    await fn.put('appt-42');
    const before = (await fn.get('appt-42')).json;
    fn.scheduler.fault = onCreate(fault);
    expectUnasked(await move(fn), /^Nothing was changed.*send the same again/);
    expect((await fn.get('appt-42')).json).toEqual(before);
    expect(times(fn)).toEqual([march]);
    expect(fn.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        code: expect.stringMatching(code),
        what: expect.stringMatching(mend),
        requestId: expect.any(String),
      }),
    );
    expect(fn.count('NeedsMending')).toBe(1);
    fn.scheduler.fault = () => false;
    expect(await move(fn)).toMatchObject({ status: 200, json: { Revision: 2 } });
  });
});

test.each(ways)(
  'Scheduler takes no such time of %s: 400 with the mend, for it never will, and the old one stays as it was',
  async (_way, move) => {
    const fn = await setUp();
    await fn.put('appt-42');
    const says = 'Invalid ScheduleExpressionTimezone.';
    fn.scheduler.fault = onCreate(schedulerError('ValidationException', 400, says));
    expect(await move(fn)).toMatchObject({
      status: 400,
      json: { State: 'Invalid', Code: 400, Message: expect.stringMatching(/At .*TimeZone: choose another/) },
    });
    expect(times(fn)).toEqual([march]);
    expect(fn.count('NeedsMending')).toBe(0);
  },
);

test.each(ways)(
  'the old schedule cannot be deleted after %s: the reminder is moved all the same, and what stays sends nothing when it fires',
  async (_way, move) => {
    const fn = await setUp();
    await fn.put('appt-42');
    fn.scheduler.fault = onDelete(schedulerError('AccessDeniedException', 403));
    expect(await move(fn)).toMatchObject({ status: 200, json: { Revision: 2 } });
    expect(await fn.remove('appt-42')).toMatchObject({ status: 200, json: { State: 'Cancelled' } });
    expect(times(fn)).toEqual([march, may]);
    expect(fn.lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
    expect(fn.count('NeedsMending')).toBe(0);
  },
);

describe.each(ways)('the commit of %s', (_way, move) => {
  test.each<[string, LedgerFault]>([
    ['is throttled once', once(aws('ProvisionedThroughputExceededException'))],
    ['is lost once', once(lose)],
    ['is written, its answer lost once', once(loseAnswer)],
  ])('%s: the reminder is moved, and the new schedule stands alone', async (_case, fault) => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.table.fault = on(isWrite, fault);
    expect(await move(fn)).toMatchObject({ status: 200, json: { Revision: 2 } });
    expect(times(fn)).toEqual([may]);
  });

  test('is written, every answer lost: the reminder is moved, since that is what stands', async () => {
    const fn = await setUp();
    await fn.put('appt-42');
    fn.table.fault = on(isWrite, loseAnswer);
    expect(await move(fn)).toMatchObject({ status: 200, json: { Revision: 2 } });
    expect(times(fn)).toEqual([may]);
  });

  test('always refused: nothing was changed, and the old one fires', async () => {
    const fn = await setUp();
    await fn.put('appt-42');
    fn.table.fault = on(isWrite, aws('AccessDeniedException'));
    expectUnasked(await move(fn), /^Nothing was changed/);
    expect(times(fn)).toEqual([march]);
    expect(await fn.get('appt-42')).toMatchObject({ json: { Revision: 1 } });
    expect(fn.count('NeedsMending')).toBe(1);
  });

  test('held back by the network: its caller hears that nobody knows, and a cancel in the meantime stands against it', async () => {
    const fn = await setUp();
    await fn.put('appt-42');
    let deliver: (() => Promise<unknown>) | undefined;
    fn.table.fault = on(isWrite, ({ pass }) => {
      deliver ??= pass;
      return true;
    });
    expectUnasked(await move(fn), /may be (set|moved): GET it, or send the same again/);
    fn.table.fault = () => false;
    expect(await fn.remove('appt-42')).toMatchObject({ status: 200 });
    await deliver?.();
    expect(await fn.get('appt-42')).toMatchObject({ json: { State: 'Cancelled', Revision: 2 } });
  });

  test('its process dies before it: the old reminder stays as it was, and so does its schedule', async () => {
    const fn = await setUp({ remainingMs: 1_000 });
    await fn.put('appt-42');
    const before = (await fn.get('appt-42')).json;
    // As of a process that is no more: it asks for nothing from here on, and nobody hears it.
    const dead = Promise.withResolvers<void>();
    fn.table.fault = on(isWrite, () => {
      dead.resolve();
      return true;
    });
    const moved = move(fn);
    await dead.promise;
    fn.scheduler.fault = onDelete(() => true);
    fn.table.fault = (_call, response) => lose(undefined, response);
    expectUnasked(await moved, /may be (set|moved)/);
    fn.table.fault = () => false;
    expect((await fn.get('appt-42')).json).toEqual(before);
    expect(times(fn)).toContain(march);
  });
});

test('the first commit is held back by the network: its caller hears that nobody knows, and a cancel in the meantime stands against it', async () => {
  const fn = await setUp();
  let deliver: (() => Promise<unknown>) | undefined;
  fn.table.fault = on(isWrite, ({ pass }) => {
    deliver ??= pass;
    return true;
  });
  expectUnasked(await fn.put('appt-42'), /may be set: GET it, or send the same again/);
  fn.table.fault = () => false;
  expect(await fn.remove('appt-42')).toMatchObject({ status: 404 });
  await deliver?.();
  expect(await fn.get('appt-42')).toMatchObject({ status: 404 });
  expect(await fn.put('appt-42', inMay)).toMatchObject({ status: 201 });
});

describe('Scheduler, asked for the old schedule, which alone has number and text', () => {
  const patch = (fn: Fn) => fn.patch('appt-42', { At: inMay.At });

  test.each<[string, SchedulerFault]>([
    ['is busy once', once(schedulerError('ThrottlingException', 429))],
    ['fails once', once(schedulerError('InternalServerException', 500))],
    ['loses the request once', once(lose)],
    ['loses its answer once', once(loseAnswer)],
  ])('%s: the reminder is moved', async (_case, fault) => {
    const fn = await setUpRemindersFunction();
    await fn.put('appt-42');
    fn.scheduler.fault = onRead(fault);
    expect(await patch(fn)).toMatchObject({ status: 200, json: { Revision: 2 } });
    expect(times(fn)).toEqual([may]);
  });

  test.each<[string, string, SchedulerFault, RegExp]>([
    ['is busy', 'ThrottlingException', schedulerError('ThrottlingException', 429), /fewer a second/],
    ['refuses', 'AccessDeniedException', schedulerError('AccessDeniedException', 403), /lacks the right.*Deploy again/],
    ['loses every request', 'ECONNRESET|AbortError', lose, /cannot be asked/],
  ])('%s: 503, it stays as it was, and the log says the mend', async (_case, code, fault, mend) => {
    const fn = await setUp();
    await fn.put('appt-42');
    const before = (await fn.get('appt-42')).json;
    fn.scheduler.fault = onRead(fault);
    expectUnasked(await patch(fn), /^Nothing was changed.*send the same again/);
    expect((await fn.get('appt-42')).json).toEqual(before);
    expect(times(fn)).toEqual([march]);
    expect(fn.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        code: expect.stringMatching(code),
        what: expect.stringMatching(new RegExp(`^a schedule cannot be read: .*${mend.source}`)),
      }),
    );
    expect(fn.count('NeedsMending')).toBe(1);
  });

  test('says that it is gone, and the table cannot be read again: 503, since that may be another change', async () => {
    const fn = await setUp();
    await fn.put('appt-42');
    fn.scheduler.fault = onRead((call, response) => {
      fn.table.fault = on(isRead, aws('AccessDeniedException'));
      return schedulerError('ResourceNotFoundException', 404)(call, response);
    });
    expectUnasked(await patch(fn), /^Nothing was changed/);
  });
});

describe('the table cannot be read', () => {
  const refuse = on(isRead, aws('AccessDeniedException'));

  test('nothing is set, cancelled or told, and Scheduler is not asked', async () => {
    const fn = await setUp();
    fn.table.fault = refuse;
    expectUnasked(await fn.put('appt-42'), /^Nothing was changed/);
    expectUnasked(await fn.patch('appt-42', { At: inMay.At }), /^Nothing was changed/);
    expectUnasked(await fn.remove('appt-42'), /^Nothing was changed/);
    expectUnasked(await fn.get('appt-42'), /cannot be looked up now: ask again/);
    expect(fn.scheduler.calls).toEqual([]);
    expect(fn.count('NeedsMending')).toBe(4);
  });

  test('no list is told, rather than a short one', async () => {
    const fn = await setUp();
    await fn.put('appt-42');
    fn.table.fault = (_call, response) => aws('AccessDeniedException')(_call, response);
    expectUnasked(await fn.list(), /reminders cannot be looked up now/);
  });
});

test('the ledger cannot be read: what has fired is not told, neither alone nor in a list, and neither moved nor cancelled', async () => {
  const fn = await setUp();
  await fn.put('scheduled');
  await fn.put('fired', inMay);
  const item = (await fn.table.items()).find(({ sk }) => sk === 'fired');
  await fn.table.put(stored({ ...item, firedAt: fn.now() }));
  fn.table.fault = on((call) => isRead(call) && call.pk !== 'web', aws('AccessDeniedException'));
  expectUnasked(await fn.get('fired'), /cannot be looked up now/);
  expectUnasked(await fn.patch('fired', { At: inMay.At }), /^Nothing was changed/);
  expectUnasked(await fn.remove('fired'), /^Nothing was changed/);
  expectUnasked(await fn.list(), /cannot be looked up now/);
  expect(await fn.list({ State: 'Scheduled' })).toMatchObject({
    status: 200,
    json: { Reminders: [{ Key: 'scheduled' }] },
  });
});

test('the cancel is lost: its caller hears that nobody knows, and may ask again', async () => {
  const fn = await setUp();
  await fn.put('appt-42');
  fn.table.fault = on(isWrite, lose);
  expectUnasked(await fn.remove('appt-42'), /may be cancelled: GET it/);
  fn.table.fault = () => false;
  expect(await fn.remove('appt-42')).toMatchObject({ status: 200, json: { State: 'Cancelled' } });
  expect(times(fn)).toEqual([]);
});

test('an item that another version wrote is neither changed nor told', async () => {
  const fn = await setUp();
  await fn.table.put({ pk: { S: 'web' }, sk: { S: 'appt-42' }, revision: { N: '1' }, state: { S: 'Paused' } });
  for (const answer of [
    ...(await Promise.all(ways.map(([, move]) => move(fn)))),
    await fn.get('appt-42'),
    await fn.remove('appt-42'),
  ])
    expectUnasked(answer, /^Another version of this service wrote the reminder/);
  expect((await fn.list()).json.Reminders).toEqual([]);
});

test('our own secret cannot be read: 503 without a word on the reminder', async () => {
  const fn = await setUp({ secrets: { messenger: 'no JSON' } });
  expectUnasked(await fn.put('appt-42'), /^Nothing was changed/);
  expect(fn.lines).toContainEqual(expect.objectContaining({ fact: 'our own secret is malformed' }));
});
