/** Reminders that the stack itself declares: one schedule each, beside those that callers set at run time. */
import { Annotations, type Duration, type TimeZone, Token } from 'aws-cdk-lib';
import { CfnSchedule, type ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { retryPolicyFor, scheduleInput } from '../lambda/reminders/schedule.ts';
import type { Queues } from './queues.ts';
import {
  type DeclaredReminder,
  type Deployed,
  declaredReminder,
  type Field,
  leftOutOf,
  reminderMustBe,
  reminderNameForm,
  reminderProblems,
  scheduleText,
} from './remind-form.ts';
import type { Schedules } from './schedules.ts';
import { kindOf, shown } from './shown-value.ts';

export interface Remind {
  /**
   * When, in EventBridge Scheduler's words: `cron(0 9 25 * ? *)`, `rate(7 days)`, or once `at(2027-03-01T09:00:00)`. Or
   * CDK's `ScheduleExpression.cron` or `.rate`; not its `.at`, which takes a Date, and so another hour on each machine.
   */
  readonly schedule: ScheduleExpression | string;
  /** Where the clock hangs, such as `TimeZone.EUROPE_BERLIN`. A rate needs none; all else must name one, UTC too. */
  readonly timeZone?: TimeZone | undefined;
  /** A message's fields, without IdempotencyKey (name and time are its key) and NotAfter. */
  readonly message: Record<string, unknown>;
  /** By how much a text may be late; later it is not sent, but counted. At most the messenger's `maxAge`. @default Duration.minutes(5) */
  readonly lateBy?: Duration | undefined;
}

export interface RemindProps extends Remind, Deployed {
  readonly now: number;
  readonly schedules: Schedules;
  readonly queues: Queues;
}

/** Throws where no text can come of it. */
export const remind = (scope: Construct, name: string, props: RemindProps): void => {
  const { schedules, queues } = props;
  const { schedule, timeZone, message, lateBySeconds } = checked(name, props);
  const leftOut = leftOutOf({ schedule, timeZone }, props.now);
  if (leftOut)
    Annotations.of(scope).addWarningV2(
      `hottask-messenger:${name}LeftOut`,
      `remind ${name}: no text goes out at ${leftOut} in ${timeZone}, since the clock is put forward there; choose an hour that every day has, to miss none`,
    );
  const { MaximumEventAgeInSeconds: maximumEventAgeInSeconds, MaximumRetryAttempts: maximumRetryAttempts } =
    retryPolicyFor(lateBySeconds);
  new CfnSchedule(scope, `Remind-${name}`, {
    name,
    groupName: schedules.group.name,
    description: `Texts somebody at a time: ${name}`,
    scheduleExpression: scheduleText({ schedule, timeZone }),
    scheduleExpressionTimezone: timeZone,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: queues.main.queueArn,
      roleArn: schedules.role.roleArn,
      input: scheduleInput({ key: name, lateBySeconds, message }),
      retryPolicy: { maximumEventAgeInSeconds, maximumRetryAttempts },
      deadLetterConfig: { arn: queues.parked.queueArn },
    },
  });
};

const checked = (name: string, props: RemindProps): DeclaredReminder => {
  if (!reminderNameForm.test(name)) throw new Error('remind: a name has 1 to 32 letters, digits or hyphens');
  const wrong = (problems: string[]) => new Error(`remind ${name}: ${problems.join('. ')}`);
  const zone = zoneOf(props);
  if ('problem' in zone) throw wrong([zone.problem]);
  const read = declaredReminder.safeParse({ ...asDeclared(props), ...zone }, { reportInput: true });
  if (!read.success) throw wrong(read.error.issues.map(({ path, input }) => sentence(path[0] as Field, input)));
  const problems = reminderProblems(read.data, props).map(([field, says]) => `${propOf(field)} ${says}`);
  if (Token.isUnresolved(JSON.stringify(props.message)))
    problems.push('message must be known before it is deployed: it is checked now');
  if (problems.length > 0) throw wrong(problems);
  return read.data;
};

const asDeclared = ({ schedule, message, lateBy }: Remind) => ({
  schedule: typeof schedule === 'string' ? schedule : schedule?.expressionString,
  message,
  ...(lateBy === undefined ? {} : { lateBySeconds: lateBy.toSeconds({ integral: false }) }),
});

/** An expression of CDK's has UTC where nobody has named a zone: so its UTC says nothing, and another zone counts. */
const zoneOf = ({ schedule, timeZone }: Remind): { timeZone?: string } | { problem: string } => {
  const { expressionString = '', timeZone: its } = typeof schedule === 'string' ? {} : (schedule ?? {});
  if (expressionString.startsWith('at('))
    return {
      problem:
        'schedule must not come of a Date, which is another time on each machine: write it, such as at(2027-03-01T09:00:00)',
    };
  const named = its?.timezoneName === 'Etc/UTC' ? undefined : its?.timezoneName;
  const given = timeZone?.timezoneName ?? named;
  if (named !== undefined && given !== named) return { problem: 'timeZone must be the schedule’s own: name it once' };
  return given === undefined ? {} : { timeZone: given };
};

const propOf = (field: Field): keyof Remind => (field === 'lateBySeconds' ? 'lateBy' : field);

const sentence = (field: Field, input: unknown): string => {
  const mustBe =
    field === 'lateBySeconds' ? 'a Duration of whole seconds, at least Duration.minutes(5)' : reminderMustBe[field];
  return `${propOf(field)} must be ${mustBe}; got ${field === 'message' ? kindOf(input) : shown(input)}`;
};
