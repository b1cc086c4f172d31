/** Reminders that the stack declares: what is deployed for each, and what is said before anything is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { afterAll, describe, expect, test } from 'vitest';
import { readContext } from '../infra/context.ts';
import { functionHandler } from '../infra/function-code.ts';
import { HotTaskMessenger, type Remind } from '../infra/hottask-messenger.ts';
import { reminder as envelope } from '../lambda/envelopes/reminder.ts';
import { payday } from './every-setting.ts';
import { all, arnOf, ids, only, synthesize } from './stack-template.ts';

const code = mkdtempSync(join(tmpdir(), 'remind-'));
afterAll(() => rmSync(code, { recursive: true }));
writeFileSync(join(code, functionHandler.file), 'exports.handler = async () => {};');

const stack = new Stack(new App(), 'Shop');
const messenger = new HotTaskMessenger(stack, 'Messenger', { sendCode: code, remindersCode: code });
const { message } = payday;
const berlin = TimeZone.EUROPE_BERLIN;

interface Target {
  Arn: unknown;
  Input: string;
  RetryPolicy: object;
  DeadLetterConfig: object;
}
const schedulesOf = (template: Template) =>
  all('AWS::Scheduler::Schedule', template).map(
    ([, { Properties }]) => Properties as Record<string, unknown> & { Target: Target },
  );

describe('in cdk.json', () => {
  const [schedule] = schedulesOf(
    synthesize({ reminders: { payday, weekly: { ...payday, schedule: 'rate(7 days)' } } }),
  );

  test('one goes out at its time in its zone, to the minute, and stands among those that callers set', () => {
    expect(schedule).toMatchObject({
      Name: 'payday',
      GroupName: { Ref: ids.schedules },
      ScheduleExpression: 'cron(0 9 25 * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(schedule?.Target).toMatchObject({
      Arn: arnOf(ids.queue),
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^MessengerSchedulerRole/), 'Arn'] },
    });
  });

  test('what it fires is what the function reads, under a key of its name and its time', () => {
    const fired = schedule?.Target.Input.replace('<aws.scheduler.scheduled-time>', '2027-03-25T08:00:00Z') ?? '';
    const opened = envelope.unwrap(JSON.parse(fired), fired);
    expect(opened).toMatchObject({ message, scope: 'reminder', lateBySeconds: 300 });
    expect('keyOf' in opened && opened.keyOf(undefined)).toBe('/payday/2027-03-25T08:00:00Z');
    expect(opened).not.toHaveProperty('firing');
  });

  test('without one there is no schedule', () => expect(schedulesOf(synthesize({}))).toEqual([]));
});

test('each schedule tries for as long as its text may be late, and what it cannot put on the queue waits for a person', () => {
  const late = [300, 3_600, 86_400, 118_800];
  const reminders = Object.fromEntries(
    late.map((lateBySeconds) => [`in-${lateBySeconds}`, { ...payday, lateBySeconds }]),
  );
  const schedules = schedulesOf(synthesize({ rules: { maxAgeSeconds: 118_800 }, reminders }));
  expect(schedules.map(({ Target }) => Target.RetryPolicy)).toEqual(
    [300, 3_600, 86_400, 86_400].map((MaximumEventAgeInSeconds) => ({
      MaximumEventAgeInSeconds,
      MaximumRetryAttempts: 185,
    })),
  );
  for (const { Target } of schedules) expect(Target.DeadLetterConfig).toEqual({ Arn: arnOf(ids.parked) });
});

test('a text of a user’s that looks like Scheduler’s own is sent as it was written', () => {
  const odd = { ...message, Message: 'Call <aws.scheduler.execution-id>' };
  const { Target } = only(
    'AWS::Scheduler::Schedule',
    synthesize({ reminders: { odd: { ...payday, message: odd } } }),
  ) as {
    Target: Target;
  };
  expect(Target.Input.match(/</g)).toHaveLength(1);
  expect(JSON.parse(Target.Input)).toMatchObject({ Message: odd });
});

describe('by remind', () => {
  const own = new Stack(new App(), 'Own');
  const theirs = new HotTaskMessenger(own, 'Messenger', { sendCode: code, remindersCode: code });
  const cron = { minute: '0', hour: '9', weekDay: 'MON' };

  test('CDK’s own expressions do, and their zone where it is none but UTC', () => {
    theirs.remind('text', { schedule: 'cron(0 9 L * ? *)', timeZone: berlin, message });
    theirs.remind('prop', { schedule: ScheduleExpression.cron(cron), timeZone: berlin, message });
    theirs.remind('own', { schedule: ScheduleExpression.cron({ ...cron, timeZone: berlin }), message });
    theirs.remind('utc', { schedule: ScheduleExpression.cron(cron), timeZone: TimeZone.ETC_UTC, message });
    theirs.remind('rate', { schedule: ScheduleExpression.rate(Duration.days(7)), message, lateBy: Duration.hours(1) });
    theirs.remind('once', { schedule: 'at(2099-03-01T09:00:00)', timeZone: berlin, message });
    const told = schedulesOf(Template.fromStack(own)).map(({ Name, ScheduleExpression: at, ...others }) => [
      Name,
      at,
      others.ScheduleExpressionTimezone,
    ]);
    expect(told).toEqual([
      ['text', 'cron(0 9 L * ? *)', 'Europe/Berlin'],
      ['prop', 'cron(0 9 ? * MON *)', 'Europe/Berlin'],
      ['own', 'cron(0 9 ? * MON *)', 'Europe/Berlin'],
      ['utc', 'cron(0 9 ? * MON *)', 'Etc/UTC'],
      ['rate', 'rate(7 days)', undefined],
      ['once', 'at(2099-03-01T09:00:00)', 'Europe/Berlin'],
    ]);
  });

  const reminder: Remind = { schedule: 'cron(0 9 25 * ? *)', timeZone: berlin, message };
  const wrong = (more: object): Remind => ({ ...reminder, ...more });
  const unknownYet = new CfnParameter(stack, 'Text').valueAsString;

  test.each<[string, Remind]>([
    ['timeZone is required, since each zone has those times at another moment', wrong({ timeZone: undefined })],
    ['timeZone is required', wrong({ timeZone: undefined, schedule: ScheduleExpression.cron(cron) })],
    [
      'timeZone must be the schedule’s own: name it once',
      wrong({ schedule: ScheduleExpression.cron({ ...cron, timeZone: TimeZone.ASIA_TOKYO }) }),
    ],
    [
      'timeZone must be an IANA name such as Europe/Berlin; got "Etc/Unknown"',
      wrong({ timeZone: TimeZone.of('Etc/Unknown') }),
    ],
    [
      'schedule must not come of a Date, which is another time on each machine',
      wrong({ schedule: ScheduleExpression.at(new Date(2027, 2, 1, 9)) }),
    ],
    [
      'schedule must be cron(0 9 25 * ? *) with six fields and "?" for one of its two days',
      wrong({ schedule: 'cron(0 9 25 * * *)' }),
    ],
    ['got "cron(0 24 25 * ? *)"', wrong({ schedule: 'cron(0 24 25 * ? *)' })],
    ['got "0 9 25 * *"', wrong({ schedule: '0 9 25 * *' })],
    ['got "rate(0 days)"', wrong({ schedule: 'rate(0 days)' })],
    ['got "at(2027-02-30T09:00:00)"', wrong({ schedule: 'at(2027-02-30T09:00:00)' })],
    ['got "at(2027-03-01T09:00:00Z)"', wrong({ schedule: 'at(2027-03-01T09:00:00Z)' })],
    ['got undefined', wrong({ schedule: undefined })],
    [
      'schedule names no time that a clock in Europe/Berlin shows, since it is put forward there',
      wrong({ schedule: 'at(2099-03-29T02:30:00)' }),
    ],
    ['message must be an object of the fields of a message', wrong({ message: 'Call +13125550199' })],
    [
      'message makes no text: ToPhoneNumber must be E.164',
      wrong({ message: { ...message, ToPhoneNumber: '3125550199' } }),
    ],
    ['message makes no text: SerialNumber is required', wrong({ message: { ...message, SerialNumber: undefined } })],
    [
      'IdempotencyKey must not be there: the reminder’s name and its time are the key',
      wrong({ message: { ...message, IdempotencyKey: 'k' } }),
    ],
    ['NotAfter must not be there', wrong({ message: { ...message, NotAfter: '2027-03-01T09:00:00Z' } })],
    ['message must be known before it is deployed', wrong({ message: { ...message, Message: unknownYet } })],
    [
      'lateBy must be a Duration of whole seconds, at least Duration.minutes(5); got 60',
      wrong({ lateBy: Duration.minutes(1) }),
    ],
    ['lateBy must be at most 86400, the age that a message may have', wrong({ lateBy: Duration.hours(25) })],
  ])('%s', (said, props) => {
    expect(() => messenger.remind('payday', props)).toThrow(said);
    expect(() => messenger.remind('payday', props)).toThrow(/^remind payday: /);
    expect(() => messenger.remind('payday', props)).not.toThrow(/312555/);
  });

  test.each(['', 'pay day', 'x'.repeat(33), '25.'])('a name such as %j is refused', (name) => {
    expect(() => messenger.remind(name, reminder)).toThrow('remind: a name has 1 to 32 letters, digits or hyphens');
  });
});

test.each<[string, object]>([
  ['messenger.staging.reminders.payday.schedule must be cron(0 9 25 * ? *) with six', { schedule: 'daily' }],
  [
    'messenger.staging.reminders.payday.timeZone must be an IANA name such as Europe/Berlin; got "Berlin"',
    { timeZone: 'Berlin' },
  ],
  ['messenger.staging.reminders.payday.timeZone is required', { timeZone: undefined }],
  [
    'messenger.staging.reminders.payday.message makes no text: ToPhoneNumber must',
    { message: { ...message, ToPhoneNumber: '3125550199' } },
  ],
  ['messenger.staging.reminders.payday.message must be an object', { message: 'Call +13125550199' }],
  [
    'messenger.staging.reminders.payday.lateBySeconds must be a whole number of seconds, at least 300; got 60',
    { lateBySeconds: 60 },
  ],
  ['messenger.staging.reminders.payday.lateBySeconds must be at most 86400', { lateBySeconds: 90_000 }],
  [
    'messenger.staging.reminders.payday has unknown keys (at): it takes schedule, timeZone, message, lateBySeconds',
    { at: '' },
  ],
])('cdk.json: %s', (said, more) => {
  const read = () => readContext({ staging: { reminders: { payday: { ...payday, ...more } } } }, 'staging');
  expect(read).toThrow(said);
  expect(read).not.toThrow(/312555/);
});
