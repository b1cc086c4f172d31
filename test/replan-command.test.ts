/** After another release of the time zones: what is set goes out at the hour of today's law, whatever stops the command on its way. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { zoneDataVersion } from '../lambda/time/zone-data.ts';
import { startAws } from './aws/stand-in.ts';
import { hottask, portOf, root } from './hottask-command.ts';
import { byLaw, setUpReplan, winnipeg } from './replan-set-up.ts';
import type { Sandbox } from './sandbox-process.ts';

const replan = async (sandbox: Sandbox, ...args: string[]) => {
  const { code, out, err } = await hottask(['remind', 'replan', '--local', '--json', ...args], portOf(sandbox));
  return { code, err, told: JSON.parse(out || '{}') };
};

test('it says first what would change; then the recipient gets the text at nine by today’s law, once', async () => {
  const { sandbox, setOld, get, put, jump, ask, scheduleOf } = await setUpReplan();
  await setOld('of-060', winnipeg);
  await setOld('of-2026d', { ...winnipeg, release: '2026d' });
  await put('of-today', { At: '2095-01-15T09:00', TimeZone: 'America/Winnipeg' });
  const before = await get('of-060');
  expect(before.body).toMatchObject({
    DueAt: '2095-01-15T15:00:00.000Z',
    GoesOutAt: '2095-01-15T10:00:00',
    TimeZoneData: null,
  });

  const dry = await replan(sandbox);
  const moved = {
    At: '2095-01-15T09:00:00',
    TimeZone: 'America/Winnipeg',
    WasDueAt: '2095-01-15T15:00:00Z',
    DueAt: '2095-01-15T14:00:00Z',
  };
  expect([dry.code, dry.told.IsDone, dry.told.Looked, dry.told.Rescheduled]).toEqual([0, false, 3, 0]);
  expect(dry.told.Moved.toSorted((a: { Key: string }, b: { Key: string }) => a.Key.localeCompare(b.Key))).toEqual([
    { Caller: 'sandbox', Key: 'of-060', ...moved },
    { Caller: 'sandbox', Key: 'of-2026d', ...moved },
  ]);
  expect(await get('of-060')).toEqual(before);

  const done = await replan(sandbox, '--yes');
  expect([done.code, done.told.IsDone, done.told.Moved.length, done.told.Failed]).toEqual([0, true, 2, []]);
  expect((await get('of-060')).body).toMatchObject({
    State: 'Scheduled',
    Revision: 2,
    DueAt: byLaw,
    TimeZoneData: zoneDataVersion,
  });
  expect(await scheduleOf('of-060')).toMatchObject({
    ScheduleExpression: 'at(2095-01-15T14:00:00)',
    ScheduleExpressionTimezone: 'UTC',
  });
  expect((await replan(sandbox, '--yes')).told).toMatchObject({ Moved: [], Rescheduled: 0, Stays: [], Failed: [] });

  await jump({ To: '2095-01-15T20:00:00Z' });
  const { Messages } = (await ask('GET', '/api/messages')).body as { Messages: { Message: string; At: string }[] };
  expect(Messages.map(({ At }) => At.slice(0, 16))).toEqual(Array(3).fill('2095-01-15T14:00'));
  expect(Messages.map(({ Message }) => Message)).toEqual(
    expect.arrayContaining(['text of of-060', 'text of of-2026d']),
  );
});

test('without it what 0.6.0 has set goes out when its caller was told, though Scheduler’s table fires it an hour before', async () => {
  const { setOld, jump, ask, get } = await setUpReplan();
  await setOld('appt', winnipeg);
  await jump({ To: '2095-01-15T14:59:00Z' });
  expect([(await get('appt')).body.State, (await ask('GET', '/api/messages')).body.Messages]).toEqual([
    'Scheduled',
    [],
  ]);
  await jump({ To: '2095-01-15T15:04:00Z' });
  const { Messages } = (await ask('GET', '/api/messages')).body as { Messages: { At: string }[] };
  expect([Messages.length, (await get('appt')).body.State]).toEqual([1, 'Sent']);
});

test('a time that there is no more goes out at the next minute that there is, which is told', async () => {
  const { sandbox, setOld, get } = await setUpReplan();
  await setOld('gap', {
    at: '2095-03-27T02:30:00',
    timeZone: 'Europe/Berlin',
    dueAt: '2095-03-27T01:30:00Z',
    release: '2026a',
  });
  expect((await replan(sandbox, '--yes')).told.Moved).toMatchObject([
    { DueAt: '2095-03-27T01:00:00Z', GoesOutAt: '2095-03-27T03:00:00' },
  ]);
  expect((await get('gap')).body).toMatchObject({
    At: '2095-03-27T02:30:00',
    GoesOutAt: '2095-03-27T03:00:00',
    DueAt: '2095-03-27T01:00:00.000Z',
  });
  const { env } = await startAws(sandbox);
  const shown = (await hottask(['remind', 'show', 'gap'], { ...env, HOTTASK_CALLER_KEY: 'sandbox-key' })).out;
  expect(shown).toMatch(/set for +2095-03-27T02:30:00\n.*goes out +2095-03-27T03:00:00\n +zones of +\w+/s);
});

test('what is going out, was cancelled, or whose schedule was deleted or edited by hand is told and left, and all others move', async () => {
  const { sandbox, setOld, take, cancel, get, dropSchedule, jump, texts } = await setUpReplan();
  for (const key of ['appt', 'cancelled', 'deleted', 'sending']) await setOld(key, winnipeg);
  await cancel('cancelled');
  await dropSchedule('deleted');
  await take('sending', Date.now() + 60_000);
  const { code, told } = await replan(sandbox, '--yes');
  expect(code).toBe(1);
  expect(told).toMatchObject({
    Looked: 2,
    Moved: [{ Key: 'appt' }],
    Failed: [{ Key: 'deleted', Why: 'schedule gone' }],
  });
  const text = (await hottask(['remind', 'replan', '--local', '--yes'], portOf(sandbox))).out;
  expect(text).toMatch(/Not moved, its schedule was deleted by hand, or has fired too early .*: 1\. sandbox\/deleted/);
  expect((await get('cancelled')).body).toMatchObject({ State: 'Cancelled' });
  await jump({ To: '2095-01-15T20:00:00Z' });
  expect((await texts()).filter((one) => one === 'text of appt')).toHaveLength(1);
  expect(await texts()).not.toContain('text of cancelled');
});

const keys = Array.from({ length: 40 }, (_, at) => `appt-${at}`);

test('killed in the middle, the same line goes on: each recipient gets one text, by today’s law', async () => {
  const { sandbox, setOld, jump, ask, schedules } = await setUpReplan();
  for (const key of keys) await setOld(key, winnipeg);
  const aws = await startAws(sandbox);
  const args = ['remind', 'replan', '--yes'];
  const child = spawn(process.execPath, [`${root}cli/hottask.ts`, ...args], {
    env: { ...process.env, ...aws.env },
    stdio: 'ignore',
  });
  aws.refuse = (right) => {
    if (right === 'scheduler:CreateSchedule' && aws.calls.filter((call) => call === right).length === 15)
      child.kill('SIGKILL');
    return undefined;
  };
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  aws.refuse = () => undefined;
  const { code, out } = await hottask([...args, '--json'], aws.env);
  const told = JSON.parse(out);
  expect([code, told.Failed]).toEqual([0, []]);
  expect(told.Moved.length).toBeLessThan(40);
  expect(await schedules()).toBeGreaterThanOrEqual(40);
  await jump({ To: '2095-01-15T20:00:00Z' });
  const { Messages } = (await ask('GET', '/api/messages?Limit=1000')).body as {
    Messages: { Message: string; At: string }[];
  };
  expect(Messages.map(({ Message }) => Message).sort()).toEqual(keys.map((key) => `text of ${key}`).sort());
  expect(new Set(Messages.map(({ At }) => At.slice(0, 16)))).toEqual(new Set(['2095-01-15T14:00']));
});

test('twice at once: each is moved once or left to the other, and each recipient gets one text', async () => {
  const { sandbox, setOld, jump, texts, schedules } = await setUpReplan();
  for (const key of keys) await setOld(key, winnipeg);
  const both = await Promise.all([replan(sandbox, '--yes'), replan(sandbox, '--yes')]);
  expect(both.flatMap(({ told }) => told.Moved)).toHaveLength(40);
  expect(await schedules()).toBe(40);
  await jump({ To: '2095-01-15T20:00:00Z' });
  expect((await texts()).sort()).toEqual(keys.map((key) => `text of ${key}`).sort());
});

test('who lacks a right for it is told which; a stack of before reminders has none to move', async () => {
  const { sandbox, setOld } = await setUpReplan();
  await setOld('appt', winnipeg);
  const aws = await startAws(sandbox);
  aws.refuse = (right) => (right === 'scheduler:GetSchedule' ? ['AccessDeniedException'] : undefined);
  const refused = await hottask(['remind', 'replan', '--yes'], aws.env);
  expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/scheduler:GetSchedule/)]);
  const { RemindersTable, ...before } = aws.outputs;
  aws.deployment.stacks.set('HotTaskMessenger', { status: 'CREATE_COMPLETE', outputs: before, resources: [] });
  const none = await hottask(['remind', 'replan'], aws.env);
  expect([none.code, none.err]).toEqual([1, expect.stringMatching(/version before reminders/)]);
});
