/** The reminders that a stage of cdk.json declares, on the sandbox: what goes out as its clock is moved, and what is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { anybody } from './peers/fauxqs-peer.ts';
import { sharedSandbox, startSandbox } from './sandbox-process.ts';
import { dayIn, remindersOf } from './sandbox-reminders.ts';
import { all, synthesize } from './stack-template.ts';

const berlin = 'Europe/Berlin';
const to = (Message: string) => ({ ToPhoneNumber: '+12025550123', Message });
const reminders = {
  payday: { schedule: 'cron(0 9 25 * ? *)', timeZone: berlin, message: to('It is payday.'), lateBySeconds: 3_600 },
  weekly: { schedule: 'rate(7 days)', message: { ...to('A week is over.'), SerialNumber: 'SN-own' } },
  night: { schedule: 'cron(30 2 31 3 ? *)', timeZone: berlin, message: to('<b>Good night</b>') },
};
const over = { schedule: 'at(2020-01-01T09:00:00)', timeZone: berlin, message: to('over') };
const skipped = { schedule: 'at(2027-03-28T02:30:00)', timeZone: berlin, message: to('skipped') };

/** A folder with this cdk.json. */
const folderOf = (file: string | object): string => {
  const dir = mkdtempSync(join(tmpdir(), 'declared-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'cdk.json'), typeof file === 'string' ? file : JSON.stringify(file));
  return dir;
};
const projectOf = (settings: object) => folderOf({ context: { messenger: { production: {}, staging: settings } } });

/** CDK takes long to load, and the sandbox does without it. */
const withoutCdk = `data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from 'node:module';
  registerHooks({ resolve(name, context, next) {
    if (/^(aws-cdk-lib|constructs)/.test(name)) throw new Error('The sandbox loads ' + name);
    return next(name, context);
  } });`,
)}`;

const staging = { serialNumber: 'SN-7', reminders: { ...reminders, over, skipped } };
const sandbox = await sharedSandbox({ STAGE: 'staging', NODE_OPTIONS: `--import=${withoutCdk}` }, projectOf(staging));
const { ask, jump } = remindersOf(sandbox);

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: berlin, dateStyle: 'short', timeStyle: 'short' });
const onWall = (instant: number | string) => wall.format(new Date(instant));
const declared = async (name: string) =>
  (await ask('GET', '/api/declared')).body.Reminders.find(({ Name }: { Name: string }) => Name === name);

test('in two months each comes on its days, at its hour, once', async () => {
  const before = Date.now();
  const { Now } = (await jump({ AdvanceSeconds: 62 * 24 * 3_600 })).body;
  const due = Array.from({ length: 64 }, (_, i) => `${dayIn(berlin, i)} 09:00`).filter(
    (at) => /-25 /.test(at) && at > onWall(before) && at <= onWall(Now),
  );
  const { Messages } = (await ask('GET', '/api/messages?Limit=1000')).body;
  const of = (text: string) => Messages.filter(({ Message }: { Message: string }) => Message === text).reverse();
  expect(of('It is payday.').map(({ At }: { At: string }) => onWall(At))).toEqual(due);
  expect(due.length).toBeGreaterThan(1);
  // At once, and then every seventh day.
  expect(of('A week is over.')).toHaveLength(9);
  expect(of('It is payday.')[0].SerialNumber).toBe('SN-7');
  expect(of('A week is over.')[0].SerialNumber).toBe('SN-own');
  expect(of('over')).toEqual([]);
  const { Items } = (await ask('GET', '/api/ledger')).body;
  expect(Items).toContainEqual(
    expect.objectContaining({
      Scope: 'reminder',
      IdempotencyKey: expect.stringMatching(/^\/payday\/.*-25T0\d:00:00Z$/),
    }),
  );
});

test('when each goes out next is told, in its zone and as an instant, and no number and no text', async () => {
  const from = (await declared('payday')).NextDueAt;
  expect(await jump({ To: from })).toMatchObject({ status: 200 });
  const payday = await declared('payday');
  expect(payday).toMatchObject({ Schedule: 'cron(0 9 25 * ? *)', TimeZone: berlin, LateBySeconds: 3_600, Never: null });
  expect(payday.NextDueAt > from).toBe(true);
  expect(payday.NextAt).toMatch(/-25T09:00:00$/);
  expect(onWall(payday.NextDueAt)).toBe(payday.NextAt.slice(0, 16).replace('T', ' '));
  expect(await declared('weekly')).toMatchObject({ TimeZone: null, Never: null });
  const { Stage, ...rest } = (await ask('GET', '/api/declared')).body;
  expect(Stage).toBe('staging');
  expect(JSON.stringify(rest)).not.toMatch(/2025550123|payday\.|week is/);
});

test('what can never go out, and what spring leaves out, is told at the start, and is no error', async () => {
  expect(sandbox.output()).toMatch(/^ {2}payday {2}cron\(0 9 25 \* \? \*\): next .*T09:00:00 in Europe\/Berlin, .*Z$/m);
  expect(sandbox.output()).toMatch(/^ {2}over {2}.*: never, since its schedule names a time that has passed/m);
  expect(sandbox.output()).toMatch(
    /^ {2}skipped {2}.*: never, since its schedule names no time that a clock in Europe\/Berlin/m,
  );
  expect(sandbox.output()).toMatch(
    /^ {2}night {2}.*; none at 20\d\d-03-31T02:30, since the clock is put forward there$/m,
  );
  expect(await declared('over')).toMatchObject({
    NextDueAt: null,
    NextAt: null,
    Never: expect.stringMatching(/passed/),
  });
  expect(await declared('night')).toMatchObject({ LeftOutAt: expect.stringMatching(/^20\d\d-03-31T02:30$/) });
});

const schedulerOf = (endpoint: string) => {
  const scheduler = new SchedulerClient({ endpoint, ...anybody });
  onTestFinished(() => scheduler.destroy());
  return scheduler;
};

test('each is the schedule that the stack declares', async () => {
  const { payday, weekly } = reminders;
  const scheduler = schedulerOf(sandbox.aws);
  const deployed = all('AWS::Scheduler::Schedule', synthesize({ serialNumber: 'SN-7', reminders: { payday, weekly } }));
  expect(deployed).toHaveLength(2);
  for (const [, { Properties }] of deployed) {
    const { Name, GroupName: _, Target, ...stack } = Properties as { Name: string; GroupName: object; Target: object };
    const { Target: target, ...ours } = await scheduler.send(
      new GetScheduleCommand({ Name, GroupName: 'hottask-messenger' }),
    );
    expect(ours).toMatchObject(stack);
    // ARNs are each account's own.
    const { Arn, RoleArn, DeadLetterConfig, ...more } = Target as Record<string, unknown>;
    expect(target).toMatchObject(more);
    expect(Object.keys(target ?? {}).sort()).toEqual(Object.keys(Target).sort());
    expect(target?.DeadLetterConfig?.Arn).toMatch(/:hottask-messenger-parked$/);
  }
});

describe('without STAGE', () => {
  test('nothing of cdk.json is declared', async () => {
    const other = await startSandbox({}, projectOf(staging));
    onTestFinished(async () => void (await other.end()));
    expect((await remindersOf(other).ask('GET', '/api/declared')).body).toEqual({ Stage: null, Reminders: [] });
    const { Schedules } = await schedulerOf(other.aws).send(new ListSchedulesCommand({}));
    expect(Schedules).toEqual([]);
    expect(other.output()).not.toContain('payday');
  });
});

test('HOTTASK_SERIAL_NUMBER goes before the chatbot of the stage', async () => {
  const env = { STAGE: 'staging', HOTTASK_SERIAL_NUMBER: 'SN-mine' };
  const other = await startSandbox(env, projectOf({ serialNumber: 'SN-7', reminders: { payday: reminders.payday } }));
  onTestFinished(async () => void (await other.end()));
  const of = remindersOf(other);
  await of.jump({ To: 'next' });
  expect((await of.ask('GET', '/api/messages')).body.Messages).toMatchObject([{ SerialNumber: 'SN-mine' }]);
});

describe('what is wrong with the stage is said before anything starts', () => {
  const wrong = { ...reminders.payday, schedule: 'cron(0 9 31 2)' };
  test.each([
    ['a stage that is not there', projectOf({}), 'stagin', /^messenger has no stage "stagin": .* with STAGE=NAME\n$/],
    ['no name of a stage', projectOf({}), '', /^The stage must be a lower-case letter.*: STAGE=staging\n$/],
    [
      'a schedule',
      projectOf({ serialNumber: 'SN-7', reminders: { wrong } }),
      'staging',
      /^messenger\.staging\.reminders\.wrong\.schedule must be cron/,
    ],
    [
      'no chatbot',
      projectOf({ reminders }),
      'staging',
      /^messenger\.staging\.reminders\.payday\.message makes no text: .*SerialNumber/,
    ],
    ['another setting', projectOf({ tracing: 1 }), 'staging', /^messenger\.staging\.tracing must be true or false/],
    [
      'no JSON',
      folderOf('{"context"'),
      'staging',
      /^STAGE is a stage of cdk\.json, which is not valid JSON: mend it\n$/,
    ],
    ['no context', folderOf('{}'), 'staging', /^messenger must be an object of stages/],
    [
      'no cdk.json',
      tmpdir(),
      'staging',
      /^STAGE is a stage of cdk\.json, and there is none here: run npm start in the project\n$/,
    ],
  ])('%s', async (_what, folder, STAGE, says) => {
    const said = await startSandbox({ STAGE }, folder).then(
      () => 'It has started',
      (error: Error) => error.message,
    );
    expect(said).toMatch(says);
    expect(said).not.toMatch(/202555|payday\.$/);
  });
});
