/** What CreateSchedule and UpdateSchedule say of a schedule: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
import * as z from 'zod/mini';
import { type Expression, readExpression, whyNever } from '../../lambda/time/expression.ts';
import { type Zone, zoneNamed } from '../../lambda/time/zone.ts';
import { queues } from '../settings.ts';
import { checked, invalid, nameForm, text, whole } from './constraints.ts';

export interface Definition extends Expression {
  /** When it was asked for, in epoch ms: a rate counts from there. */
  madeAt: number;
  isEnabled: boolean;
  /** Deleted once it has fired for the last time. */
  isDeletedAtEnd: boolean;
  target: {
    /** The name of a queue. */
    queue: string;
    input: string | undefined;
    messageGroupId: string | undefined;
  };
  /** As GetSchedule gives it back. */
  answer: Omit<z.output<typeof shape>, 'GroupName' | 'ClientToken'>;
}

const shape = z.object({
  ActionAfterCompletion: z._default(z.enum(['NONE', 'DELETE']), 'NONE'),
  ClientToken: z.optional(text(64, /^[a-zA-Z0-9-_]+$/)),
  Description: z.optional(z.string().check(z.maxLength(512))),
  /** Epoch seconds, as SDKs write instants. */
  EndDate: z.optional(z.number()),
  FlexibleTimeWindow: z.object({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.optional(whole(1, 1_440)),
  }),
  GroupName: z._default(text(64, nameForm), 'default'),
  KmsKeyArn: z.optional(text(2_048)),
  ScheduleExpression: text(256),
  ScheduleExpressionTimezone: z._default(text(50), 'UTC'),
  StartDate: z.optional(z.number()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Target: z.object({
    Arn: text(1_600),
    DeadLetterConfig: z.optional(
      z.object({ Arn: z.optional(text(1_600, /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[\w-]+$/)) }),
    ),
    Input: z.optional(z.string().check(z.minLength(1))),
    RetryPolicy: z._default(
      z.object({
        MaximumEventAgeInSeconds: z._default(whole(60, 86_400), 86_400),
        MaximumRetryAttempts: z._default(whole(0, 185), 185),
      }),
      { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    ),
    RoleArn: text(1_600),
    SqsParameters: z.optional(z.object({ MessageGroupId: z.optional(text(128)) })),
  }),
});

const longestInputBytes = 256 * 1024;
const minuteMs = 60_000;

/** `now`: epoch ms. */
export const readDefinition = (given: unknown, now: number): { group: string; definition: Definition } => {
  const { GroupName, ClientToken: _, ...answer } = checked(shape, given);
  const { ScheduleExpressionTimezone: zone, Target, FlexibleTimeWindow } = answer;
  const queue = queueOf(Target.Arn);
  if (Buffer.byteLength(Target.Input ?? '') > longestInputBytes)
    throw invalid(`Target.Input must be at most ${longestInputBytes} bytes long: shorten it.`);
  if ((FlexibleTimeWindow.Mode === 'FLEXIBLE') !== (FlexibleTimeWindow.MaximumWindowInMinutes !== undefined))
    throw invalid('MaximumWindowInMinutes is required for Mode FLEXIBLE, and not allowed for OFF.');
  const inZone = zoneNamed(zone);
  if (!inZone)
    throw invalid('Invalid ScheduleExpressionTimezone: name one of the IANA database, such as Europe/Berlin.');
  return {
    group: GroupName,
    definition: {
      ...expressionOf(answer, inZone, now),
      madeAt: now,
      isEnabled: answer.State === 'ENABLED',
      isDeletedAtEnd: answer.ActionAfterCompletion === 'DELETE',
      target: { queue, input: Target.Input, messageGroupId: Target.SqsParameters?.MessageGroupId },
      answer,
    },
  };
};

const queueOf = (arn: string): string => {
  const [, queue] = /^arn:aws:sqs:us-east-1:000000000000:([\w-]{1,80}(?:\.fifo)?)$/.exec(arn) ?? [];
  if (queue) return queue;
  throw invalid(
    `Not simulated here: this Target. Its Arn must be that of a queue of this sandbox, such as arn:aws:sqs:us-east-1:000000000000:${queues.main}.`,
  );
};

/** A start may be this old. */
const startLateMs = 5 * minuteMs;

const expressionOf = (answer: Definition['answer'], zone: Zone, now: number): Expression => {
  const { ScheduleExpression, StartDate, EndDate } = answer;
  const [startAt, endAt] = [StartDate, EndDate].map((seconds) => (seconds === undefined ? undefined : seconds * 1_000));
  const expression = readExpression(ScheduleExpression, zone, { madeAt: now, startAt, endAt });
  if (!expression) throw invalid(`Invalid Schedule Expression ${ScheduleExpression}.`);
  // What AWS makes of it is not documented; here it is refused, as the stack refuses it in cdk.json.
  if (whyNever(expression, now - minuteMs) === 'left out')
    throw invalid(`Invalid Schedule Expression ${ScheduleExpression}. The clocks of its zone never show that time.`);
  if (expression.kind === 'cron' && endAt === undefined && whyNever(expression, now))
    throw invalid(`Invalid Schedule Expression ${ScheduleExpression}. It names no time that is still to come.`);
  if (expression.kind === 'at') {
    // AWS does not say what it makes of a past time; refused, nobody builds on it.
    const due = expression.nextDue(Number.NEGATIVE_INFINITY);
    if (due !== undefined && due < now - (now % minuteMs))
      throw invalid(
        `Invalid Schedule Expression ${ScheduleExpression}. It is past: name a time that is still to come.`,
      );
    return expression;
  }
  if (startAt !== undefined && startAt < now - startLateMs)
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  if (endAt !== undefined && endAt <= (startAt ?? now))
    throw invalid('The EndDate you specify must be later than the StartDate, and still to come.');
  return expression;
};
