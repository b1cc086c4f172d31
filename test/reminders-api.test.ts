/** Reminders over HTTP, between real far ends: what is set, moved, looked up and cancelled, and what stands in Scheduler then. */
import { describe, expect, test } from 'vitest';
import { zoneDataVersion } from '../lambda/time/zone-data.ts';
import { message } from './function.ts';
import { callersWith, ourSecret } from './peers/secrets-peer.ts';
import { inMarch, parkedQueueArn, queueArn, roleArn, setUpRemindersFunction } from './reminders-function.ts';

const inMay = { ...inMarch, At: '2027-05-01T09:00' };

test('a reminder is set: its caller hears when in its zone and in UTC, and one schedule holds the message as it was given', async () => {
  const fn = await setUpRemindersFunction({ serialNumber: 'default-number' });
  const { SerialNumber: _, ...given } = message;
  const { status, json } = await fn.put('appt-42.24h', { ...inMarch, Message: given });
  expect(status).toBe(201);
  expect(json).toEqual({
    Key: 'appt-42.24h',
    Revision: 1,
    State: 'Scheduled',
    At: '2027-03-01T09:00:00',
    TimeZone: 'Europe/Berlin',
    DueAt: '2027-03-01T08:00:00.000Z',
    TimeZoneData: zoneDataVersion,
    LateBySeconds: 300,
    ChangedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    IdempotencyKey: 'web/appt-42.24h/2027-03-01T08:00:00Z',
  });
  const [schedule] = fn.scheduler.schedules();
  if (!schedule) throw new Error('there is no schedule');
  const { name, answer, isDeletedAtEnd } = schedule;
  expect(name).toMatch(/^[0-9a-f]{32}-1-[0-9a-f]{16}$/);
  const { Input, ...target } = answer.Target;
  expect({ isDeletedAtEnd, ...answer, Target: target }).toMatchObject({
    isDeletedAtEnd: true,
    ScheduleExpression: 'at(2027-03-01T08:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: queueArn,
      RoleArn: roleArn,
      RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: parkedQueueArn },
    },
  });
  expect(JSON.parse(String(Input))).toEqual({
    ScheduledAt: '<aws.scheduler.scheduled-time>',
    Reminder: 1,
    Caller: 'web',
    Key: 'appt-42.24h',
    Revision: 1,
    Nonce: name.slice(-16),
    DueAt: '2027-03-01T08:00:00Z',
    LateBySeconds: 300,
    Message: given,
  });
  expect(await fn.get('appt-42.24h')).toMatchObject({ status: 200, json });
});

test('an hour that autumn has twice is one schedule, and the first of the two is told', async () => {
  const fn = await setUpRemindersFunction();
  const { json } = await fn.put('once', { ...inMarch, At: '2027-10-31T02:30' });
  expect(json).toMatchObject({ At: '2027-10-31T02:30:00', DueAt: '2027-10-31T00:30:00.000Z' });
});

test('a reminder is moved: the new schedule stands alone, and the next change knows that it was moved', async () => {
  const fn = await setUpRemindersFunction();
  await fn.put('appt-42');
  const { status, json } = await fn.put('appt-42', { ...inMay, LateBySeconds: 3_600 });
  expect(status).toBe(200);
  expect(json).toMatchObject({ Revision: 2, State: 'Scheduled', DueAt: '2027-05-01T07:00:00.000Z' });
  expect(fn.scheduler.schedules().map(({ answer }) => answer)).toMatchObject([
    {
      ScheduleExpression: 'at(2027-05-01T07:00:00)',
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 3_600 } },
    },
  ]);
});

test('the same call again, its first answer lost, sets the same once more: one schedule', async () => {
  const fn = await setUpRemindersFunction();
  expect([await fn.put('appt-42'), await fn.put('appt-42')]).toMatchObject([{ status: 201 }, { status: 200 }]);
  expect(fn.scheduler.schedules()).toHaveLength(1);
});

test('a reminder is cancelled, once and again: nothing stands in Scheduler, and a later PUT makes it anew', async () => {
  const fn = await setUpRemindersFunction();
  await fn.put('appt-42');
  const cancelled = (Revision: number) => ({ status: 200, json: { Revision, State: 'Cancelled' } });
  expect(await fn.remove('appt-42')).toMatchObject(cancelled(2));
  expect(fn.scheduler.schedules()).toEqual([]);
  // A revision of its own: a PUT that saw it cancelled the first time may be on its way still.
  expect(await fn.remove('appt-42')).toMatchObject(cancelled(3));
  expect(await fn.get('appt-42')).toMatchObject(cancelled(3));
  expect(await fn.put('appt-42', inMay)).toMatchObject({ status: 201, json: { Revision: 4, State: 'Scheduled' } });
});

test('what was never set cannot be looked up or cancelled', async () => {
  const fn = await setUpRemindersFunction();
  const absent = { status: 404, json: { Code: 404, Message: expect.stringContaining('no reminder under this key') } };
  expect([await fn.get('appt-42'), await fn.remove('appt-42'), await fn.remove('appt-42')]).toMatchObject([
    absent,
    absent,
    absent,
  ]);
  expect((await fn.list()).json).toEqual({ Reminders: [], Next: null });
  expect(await fn.put('appt-42')).toMatchObject({ status: 201, json: { State: 'Scheduled' } });
});

test('two PUTs at once: one is set, the other hears 409, and exactly one schedule is left, which is the one that is told', async () => {
  const fn = await setUpRemindersFunction();
  // Both have read before either writes.
  let waiting: (() => void)[] = [];
  fn.table.fault = async ({ operation }) => {
    if (operation !== 'UpdateItem' || waiting.length === 2) return false;
    await new Promise<void>((go) => {
      waiting.push(go);
      if (waiting.length === 2) for (const each of waiting) each();
    });
    return false;
  };
  const answers = await Promise.all([fn.put('appt-42', inMarch), fn.put('appt-42', inMay)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  const lost = answers.find(({ status }) => status === 409);
  expect(lost?.json).toMatchObject({ Code: 409, Message: expect.stringMatching(/at the same moment: GET it/) });
  expect(lost?.json).not.toHaveProperty('State');
  waiting = [];
  const { json } = await fn.get('appt-42');
  expect(fn.scheduler.schedules()).toMatchObject([
    { answer: { ScheduleExpression: `at(${String(json.DueAt).slice(0, 19)})` } },
  ]);
});

test('a caller sees and cancels its own reminders only', async () => {
  const callers = { ...callersWith(), web: callersWith('of-web').web, app: callersWith('of-app').web };
  const fn = await setUpRemindersFunction({ secrets: { messenger: ourSecret(callers) } });
  const [web, app] = ['of-web', 'of-app'].map((authorization) => ({ headers: { authorization } }));
  await fn.put('appt-42', inMarch, web);
  expect(await fn.get('appt-42', app)).toMatchObject({ status: 404 });
  expect(await fn.remove('appt-42', app)).toMatchObject({ status: 404 });
  expect((await fn.list({}, app)).json).toEqual({ Reminders: [], Next: null });
  expect(await fn.get('appt-42', web)).toMatchObject({ status: 200 });
  expect(await fn.get('appt-42', { headers: { authorization: 'of-nobody' } })).toMatchObject({
    status: 401,
    json: { State: 'Unauthorized' },
  });
});

test('a dry run is checked like any other and sets nothing', async () => {
  const fn = await setUpRemindersFunction();
  const dry = { ...inMarch, Message: { ...message, DryRun: true } };
  expect(await fn.put('appt-42', dry)).toMatchObject({ status: 200, json: { State: 'DryRun', Success: true } });
  expect(await fn.put('appt-42', { ...dry, TimeZone: 'Etc/Unknown' })).toMatchObject({ status: 400 });
  expect(await fn.get('appt-42')).toMatchObject({ status: 404 });
  expect(fn.scheduler.calls).toEqual([]);
});

describe('the rules are asked when it is set', () => {
  test('a number that may not be texted is refused at once', async () => {
    const fn = await setUpRemindersFunction({ rules: { mode: 'allow-list', allowList: ['+12025550199'] } });
    expect(await fn.put('appt-42')).toMatchObject({
      status: 403,
      json: { State: 'Blocked', Message: expect.stringContaining('SEND_RULES.allowList') },
    });
    expect(fn.scheduler.calls).toEqual([]);
  });

  test('a deployment in dry-run mode keeps reminders as a live one does', async () => {
    const fn = await setUpRemindersFunction({ rules: { mode: 'dry-run', prefixes: { '+': 'allow' } } });
    expect(await fn.put('appt-42')).toMatchObject({ status: 201, json: { State: 'Scheduled' } });
  });
});

test('each call leaves one line with its outcome, its revision and its request, and is counted', async () => {
  const fn = await setUpRemindersFunction();
  await fn.put('appt-42');
  const { headers } = await fn.put('appt-42', inMay);
  await fn.get('appt-42');
  await fn.list();
  await fn.remove('appt-42');
  await fn.put('appt-42', '{}');
  const lines = fn.lines.filter(({ what }) => what === 'outcome');
  expect(lines.map(({ fact, state, revision }) => [fact, state, revision])).toEqual([
    ['made', 'Scheduled', 1],
    ['moved', 'Scheduled', 2],
    ['looked up', 'Scheduled', 2],
    ['listed', undefined, undefined],
    ['cancelled', 'Cancelled', 3],
    [undefined, 'Invalid', undefined],
  ]);
  expect(lines[1]).toMatchObject({ requestId: headers['x-request-id'], entrance: 'reminders', level: 'info' });
  expect([fn.count('RemindersSet'), fn.count('RemindersCancelled'), fn.count('Invalid')]).toEqual([2, 1, 1]);
});

test('number and text stand in the schedule alone: the item has neither', async () => {
  const fn = await setUpRemindersFunction();
  await fn.put('appt-42');
  const item = await fn.table.item();
  expect(Object.keys(item).sort()).toEqual([
    'at',
    'changedAt',
    'dueAt',
    'expiresAt',
    'lateBySeconds',
    'nonce',
    'pk',
    'requestId',
    'revision',
    'sk',
    'state',
    'timeZone',
    'timeZoneData',
  ]);
});

test('what stands between < and > in a text arrives as it was written', async () => {
  const fn = await setUpRemindersFunction();
  const text = 'at <aws.scheduler.scheduled-time>, <aws.scheduler.execution-id>';
  await fn.put('appt-42', { ...inMarch, Message: { ...message, Message: text } });
  const [schedule] = fn.scheduler.schedules();
  // As Scheduler does.
  const fired = schedule?.answer.Target.Input?.replaceAll(/<aws\.scheduler\.[a-z-]+>/g, 'filled in');
  expect(JSON.parse(String(fired))).toMatchObject({ ScheduledAt: 'filled in', Message: { Message: text } });
});

test('what is none of the routes’ events is refused by its name', async () => {
  const fn = await setUpRemindersFunction();
  await expect(fn.invoke({ Records: [] })).rejects.toMatchObject({ name: 'InvalidMessage' });
});
