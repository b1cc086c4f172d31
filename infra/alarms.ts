/** What wakes an operator. What each means, and what to do, stands under its name in docs/runbook.md. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { MetricName } from '../lambda/metrics.ts';
import { stateMetric } from './state-metric.ts';

export interface AlarmsProps {
  readonly send: IFunction;
  readonly reminders: IFunction;
  /** Name of the schedules' group. */
  readonly scheduleGroup: string;
  readonly queue: IQueue;
  readonly parked: IQueue;
}

interface Watched {
  metric: IMetric;
  /** It rings from here on. */
  from: number;
  means: string;
}

const hours = 3_600;
const days = 24 * hours;

/** By name, as the runbook has them. */
export const alarms = (scope: Construct, { send, reminders, scheduleGroup, queue, parked }: AlarmsProps): Alarm[] => {
  const counted = (name: MetricName, by = send) => stateMetric(scope, by, name);
  const period = Duration.minutes(5);
  const ofQueue = { period, statistic: Stats.MAXIMUM };
  const watched: Record<string, Watched> = {
    Unknown: {
      metric: counted('Unknown'),
      from: 1,
      means: 'Nobody knows whether a message was sent: look in HotTask, then settle it.',
    },
    NeedsMending: {
      metric: counted('NeedsMending'),
      from: 1,
      means: 'Messages stand still until a key, a right or a setting is mended; the log says which.',
    },
    BreakerOpened: {
      metric: counted('BreakerOpened'),
      from: 1,
      means: 'HotTask left open several times in a row what it had done; nothing is sent for a while.',
    },
    FunctionErrors: {
      // A direct call that is refused ends in an error too, which is an answer.
      metric: new MathExpression({
        expression: 'FILL(errors, 0) - FILL(thrown, 0) + FILL(bugs, 0)',
        usingMetrics: {
          errors: send.metricErrors({ period }),
          thrown: counted('ThrownOutcomes'),
          bugs: counted('InternalErrors'),
        },
        period,
      }),
      from: 1,
      means: 'The function crashed, ran out of time, or met a bug of ours; what it was sending may be Unknown.',
    },
    Throttles: {
      metric: send.metricThrottles({ period }),
      from: 1,
      means: 'Lambda had no room for the function: the account is at its concurrency, or sending is paused.',
    },
    OldestAttemptAge: {
      metric: stateMetric(scope, send, 'AttemptAge' satisfies MetricName, { statistic: Stats.MAXIMUM }),
      from: hours / 4,
      means: 'A message was still not sent a quarter of an hour after its source made it.',
    },
    LateReminders: {
      metric: counted('LateReminders'),
      from: 1,
      means: 'A reminder came too late to be sent, so nobody was texted.',
    },
    RemindersLost: {
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
      metric: new Metric({
        namespace: 'AWS/Scheduler',
        metricName: 'InvocationsFailedToBeSentToDeadLetterCount',
        dimensionsMap: { ScheduleGroup: scheduleGroup },
        statistic: Stats.SUM,
        period,
      }),
      from: 1,
      means: 'Scheduler could put a reminder neither on the queue nor among what is parked: it is gone.',
    },
    RemindersFail: {
      metric: new MathExpression({
        expression: 'FILL(errors, 0) + FILL(throttles, 0) + FILL(bugs, 0) + FILL(mending, 0)',
        usingMetrics: {
          errors: reminders.metricErrors({ period }),
          throttles: reminders.metricThrottles({ period }),
          bugs: counted('InternalErrors', reminders),
          mending: counted('NeedsMending', reminders),
        },
        period,
      }),
      from: 1,
      means: 'Callers could not set, move or cancel a reminder; those that are set go out.',
    },
    QueueStandsStill: {
      metric: queue.metricApproximateAgeOfOldestMessage(ofQueue),
      from: 6 * hours,
      means: 'What waits on the queue is not taken off; SQS deletes it after four days.',
    },
    Parked: {
      metric: parked.metricApproximateNumberOfMessagesVisible(ofQueue),
      from: 1,
      means: 'Messages wait for a person.',
    },
    ParkedGrowsOld: {
      metric: parked.metricApproximateAgeOfOldestMessage(ofQueue),
      from: 3 * days,
      means:
        'A message has waited for a person for three days; SQS deletes it after fourteen, counted from its first queue.',
    },
  };
  return Object.entries(watched).map(
    ([name, { metric, from: threshold, means }]) =>
      new Alarm(scope, `${name}Alarm`, {
        alarmDescription: `${means} What to do: docs/runbook.md#${name.toLowerCase()}`,
        metric,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
  );
};
