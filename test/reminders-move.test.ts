/** `PATCH` moves a reminder over the real function: it keeps its number and text, or the answer says why it cannot be moved. */
import { describe, expect, test } from 'vitest';
import { zoneDataVersion } from '../lambda/time/zone-data.ts';
import { keptForAnswerMs, remindersFunction, timings } from '../lambda/wiring.ts';
import {
  deleteByHand,
  editByHand,
  expectUnmoved,
  fires,
  firesInMarch,
  given,
  hasFired,
  inMay,
  march,
  may,
  onlySchedule,
  setUp,
} from './move-set-up.ts';
import { inMarch, setUpRemindersFunction, stored } from './reminders-function.ts';

describe('it is moved', () => {
  test('to another time: number and text stay, the new schedule stands alone, and its caller hears what PUT says', async () => {
    const fn = await setUp();
    const { status, json } = await fn.patch('appt-42', inMay);
    expect([status, json]).toEqual([
      200,
      {
        Key: 'appt-42',
        Revision: 2,
        State: 'Scheduled',
        At: '2027-05-01T09:00:00',
        TimeZone: 'Europe/Berlin',
        DueAt: '2027-05-01T07:00:00.000Z',
        TimeZoneData: zoneDataVersion,
        LateBySeconds: 300,
        ChangedAt: expect.any(String),
        IdempotencyKey: `web/appt-42/${may}`,
      },
    ]);
    expect(fn.lines.findLast(({ what }) => what === 'outcome')).toMatchObject({ fact: 'moved', revision: 2 });
    expect(fires(fn)).toEqual([{ ...firesInMarch, Revision: 2, DueAt: may }]);
    expect(fn.scheduler.calls).toEqual(['read', 'create', 'delete']);
    expect(fn.count('RemindersSet')).toBe(2);
    expect((await fn.get('appt-42')).json).toEqual(json);
  });

  test('again and again, its message without the fields that it left out', async () => {
    const { SerialNumber: _, ...withoutChatbot } = given;
    const fn = await setUp({ Message: withoutChatbot }, { serialNumber: 'default-number' });
    for (const At of ['2027-05-01T09:00', '2027-06-01T09:00', '2027-05-01T09:00'])
      expect((await fn.patch('appt-42', { At })).status).toBe(200);
    expect(fires(fn)).toEqual([{ ...firesInMarch, Revision: 4, DueAt: may, Message: withoutChatbot }]);
  });

  test('to another zone, where the clock shows the same time', async () => {
    const fn = await setUp();
    expect((await fn.patch('appt-42', { TimeZone: 'America/Winnipeg' })).json).toMatchObject({
      At: '2027-03-01T09:00:00',
      TimeZone: 'America/Winnipeg',
      DueAt: '2027-03-01T14:00:00.000Z',
    });
  });

  test('to another lateness alone: its time stays what its caller was told, though the table has another one by now', async () => {
    const fn = await setUp();
    const told = { timeZone: 'Mars/Olympus', dueAt: Date.parse(march) + 3_600_000, timeZoneData: '2025a' };
    await fn.table.put(stored({ ...(await fn.table.item()), ...told }));
    expect((await fn.patch('appt-42', { LateBySeconds: 600 })).json).toMatchObject({
      TimeZone: 'Mars/Olympus',
      DueAt: '2027-03-01T09:00:00.000Z',
      TimeZoneData: '2025a',
      LateBySeconds: 600,
    });
    expect(fires(fn)).toMatchObject([{ DueAt: '2027-03-01T09:00:00Z', LateBySeconds: 600 }]);
  });

  test('keeps the lateness that it does not name, and its NotAfter', async () => {
    const NotAfter = '2027-04-01T00:00:00Z';
    const fn = await setUp({ LateBySeconds: 900, Message: { ...given, NotAfter } });
    expect((await fn.patch('appt-42', { At: '2027-03-31T09:00' })).json).toMatchObject({ LateBySeconds: 900 });
    expect(await fn.table.item()).toMatchObject({ notAfter: Date.parse(NotAfter), lateBySeconds: 900 });
    expect(fires(fn)).toMatchObject([{ Message: { ...given, NotAfter } }]);
  });

  test('after it was edited by hand so that it fires at another time, since its message is whole', async () => {
    const fn = await setUp();
    const { answer } = onlySchedule(fn);
    await editByHand(fn, String(answer.Target.Input), { ScheduleExpression: 'at(2027-02-20T08:00:00)' });
    expect((await fn.patch('appt-42', inMay)).status).toBe(200);
    expect(fires(fn)).toEqual([{ ...firesInMarch, Revision: 2, DueAt: may }]);
  });
});

test('what 0.6.0 set, in its own zone and without an instant of ours, is moved, and its new schedule is as any other', async () => {
  const fn = await setUp();
  const { DueAt: _, ...input } = JSON.parse(String(onlySchedule(fn).answer.Target.Input));
  const wall = { ScheduleExpression: 'at(2027-03-01T09:00:00)', ScheduleExpressionTimezone: 'Europe/Berlin' };
  await editByHand(fn, JSON.stringify(input), wall);
  const { timeZoneData: _release, ...item } = await fn.table.item();
  await fn.table.put(stored(item));
  expect((await fn.patch('appt-42', { LateBySeconds: 600 })).json).toMatchObject({ Revision: 2, TimeZoneData: null });
  expect(onlySchedule(fn).answer).toMatchObject({
    ScheduleExpression: 'at(2027-03-01T08:00:00)',
    ScheduleExpressionTimezone: 'UTC',
  });
  expect(fires(fn)).toEqual([{ ...firesInMarch, Revision: 2, LateBySeconds: 600 }]);
});

describe('what is wrong with the call: 400, and nothing was changed', () => {
  const invalid = (why: RegExp) => ({
    status: 400,
    json: { State: 'Invalid', Code: 400, Message: expect.stringMatching(why) },
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', {}, /^The body must name what is to change: one or more of At, TimeZone, LateBySeconds\.$/],
    ['no object', '[]', /^The body must be a JSON object with one or more of At, TimeZone, LateBySeconds/],
    ['no JSON', '{', /^The body is not valid JSON/],
    ['a message', { ...inMay, Message: given }, /^Message is not taken here.*set it again by PUT/],
    [
      'a field that is none',
      { ...inMay, Cron: 1 },
      /^The body has unknown fields \(Cron\): the fields are At, TimeZone, L/,
    ],
    ['a lateness that is none', { LateBySeconds: '600' }, /^LateBySeconds must be a whole number from 300 to 86400/],
    ['a time that is none', { At: null }, /^At must be a wall-clock time such as/],
    ['a time that has passed', { At: '2027-01-01T09:00' }, /^At has passed in Europe\/Berlin/],
    ['a time that spring leaves out', { At: '2027-03-28T02:30' }, /^At does not exist.* that does is 2027-03-28T03:00/],
    [
      'a zone in which its time does not exist',
      { At: '2027-03-14T02:30', TimeZone: 'America/New_York' },
      /^At does not/,
    ],
    ['a zone that the table lacks', { TimeZone: 'SystemV/EST5' }, /^TimeZone must be an IANA name such as/],
    [
      'all of that',
      { At: 'x', TimeZone: 'x', LateBySeconds: 1, Message: 1 },
      /^Message is not taken.*\. LateBySeconds/,
    ],
  ])('%s', async (_case, body, why) => {
    const fn = await setUp();
    expect(await fn.patch('appt-42', body)).toMatchObject(invalid(why));
    expectUnmoved(fn);
    expect(fn.count('Invalid')).toBe(1);
    expect(fn.scheduler.calls).toEqual([]);
  });

  test('a key that is none', async () => {
    const fn = await setUp();
    expect(await fn.patch('a b', inMay)).toMatchObject(invalid(/^The key in the path must be/));
  });

  test('another time alone, where the table lacks the zone in which it was set', async () => {
    const fn = await setUp();
    await fn.table.put(stored({ ...(await fn.table.item()), timeZone: 'SystemV/EST5' }));
    expect(await fn.patch('appt-42', inMay)).toMatchObject(invalid(/^TimeZone must be an IANA name such as/));
  });

  test('a time that is not a minute before its NotAfter', async () => {
    const fn = await setUp({ Message: { ...given, NotAfter: '2027-05-01T09:00:59+02:00' } });
    expect(await fn.patch('appt-42', inMay)).toMatchObject(
      invalid(
        /^At must be a minute before the message's NotAfter, or more: choose an earlier time, or set it again by PUT/,
      ),
    );
    expect((await fn.patch('appt-42', { At: '2027-05-01T08:59:59' })).status).toBe(200);
  });

  test('another lateness alone in its last minute: it may be over before it is scheduled', async () => {
    const fn = await setUp();
    fn.goTo('2027-03-01T07:59:30Z');
    expect(await fn.patch('appt-42', { LateBySeconds: 600 })).toMatchObject(
      invalid(/^LateBySeconds is too late to change alone, .* give a later At too/),
    );
    expectUnmoved(fn);
    expect((await fn.patch('appt-42', { At: '2027-03-01T09:10', LateBySeconds: 600 })).status).toBe(200);
  });
});

describe('nothing is left to move', () => {
  test('what was never set, and what was cancelled where there was nothing, is 404', async () => {
    const fn = await setUpRemindersFunction();
    const absent = { status: 404, json: { Message: expect.stringContaining('set it by PUT') } };
    expect(await fn.patch('appt-42', inMay)).toMatchObject(absent);
    await fn.remove('appt-42');
    expect(await fn.patch('appt-42', inMay)).toMatchObject(absent);
    expect(fn.scheduler.calls).toEqual([]);
  });

  test('what was cancelled stays cancelled', async () => {
    const fn = await setUp();
    await fn.remove('appt-42');
    expect(await fn.patch('appt-42', inMay)).toMatchObject({
      status: 409,
      json: { State: 'Cancelled', Message: expect.stringMatching(/nothing is left to move: set it by PUT/) },
    });
    expect(fires(fn)).toEqual([]);
  });

  test.each([['Sent'], ['Refused'], ['Unknown']])('%s: 409 with that State', async (state) => {
    const fn = await setUp();
    await hasFired(fn, state);
    expect(await fn.patch('appt-42', inMay)).toMatchObject({
      status: 409,
      json: { State: state, Message: expect.stringMatching(/nothing is left to move: set it by PUT/) },
    });
    expectUnmoved(fn);
  });

  test('what is going out: 409 InProgress, and when to ask again', async () => {
    const fn = await setUp();
    await hasFired(fn, undefined, { firingUntil: fn.now() + 20_000 });
    expect(await fn.patch('appt-42', inMay)).toMatchObject({
      status: 409,
      headers: { 'retry-after': '30' },
      json: { State: 'InProgress' },
    });
    expectUnmoved(fn);
  });

  test('what has fired and was not sent: 409 NotSent, since its schedule is gone, and PUT sets it', async () => {
    const fn = await setUp();
    fn.goTo('2027-03-01T08:01:10Z');
    await deleteByHand(fn);
    await hasFired(fn, 'NotSent');
    expect(await fn.patch('appt-42', inMay)).toMatchObject({
      status: 409,
      json: { State: 'NotSent', Message: expect.stringMatching(/Set it again by PUT/) },
    });
    expect((await fn.put('appt-42', { ...inMarch, ...inMay, Message: given })).status).toBe(201);
  });

  test('what has fired and waits on the queue: 409 InProgress, and nobody is said to have deleted it', async () => {
    const fn = await setUp();
    fn.goTo('2027-03-01T08:00:01Z');
    await deleteByHand(fn);
    expect(await fn.patch('appt-42', inMay)).toMatchObject({ status: 409, json: { State: 'InProgress' } });
  });

  test('what is over and was not sent: 409 Expired', async () => {
    const fn = await setUp();
    fn.goTo('2027-03-01T08:05:01Z');
    expect(await fn.patch('appt-42', inMay)).toMatchObject({
      status: 409,
      json: { State: 'Expired', Message: expect.stringMatching(/nothing is left to move: set it by PUT/) },
    });
  });
});

test('a PATCH whose every step takes all of its time has ended before AWS ends it, and before the gateway gives up', () => {
  const { secretsWithinMs, reminderWithinMs, scheduleWithinMs } = timings;
  // Its item read, committed, and read once more; the old schedule read, the new one created, one of the two dropped.
  const longestMs = secretsWithinMs + 3 * reminderWithinMs + 3 * scheduleWithinMs;
  expect(longestMs + keptForAnswerMs).toBeLessThanOrEqual(remindersFunction.timeoutSeconds * 1_000);
  expect(remindersFunction.timeoutSeconds).toBeLessThan(30);
});
