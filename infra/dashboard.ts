/** What became of the messages, on one page: ends by their state, how late they are, what waits, and which alarm rings. */
import { Duration } from 'aws-cdk-lib';
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type MetricName, stateMetrics } from '../lambda/metrics.ts';
import { stateMetric } from './state-metric.ts';

export interface DashboardProps {
  readonly send: IFunction;
  readonly reminders: IFunction;
  readonly queue: IQueue;
  readonly parked: IQueue;
  readonly alarms: Alarm[];
}

/** Under a name that CloudFormation gives it: one of our own would collide with another stage's. */
export const dashboard = (scope: Construct, { send, reminders, queue, parked, alarms }: DashboardProps): Dashboard => {
  const counted = (name: MetricName, statistic: string = Stats.SUM) => stateMetric(scope, send, name, { statistic });
  const period = Duration.minutes(5);
  const ofQueue = { period, statistic: Stats.MAXIMUM };
  const graph = (title: string, left: IMetric[], isStacked = false) =>
    new GraphWidget({ title, left, stacked: isStacked, width: 12 });
  const waiting = { queue, parked };
  return new Dashboard(scope, 'Dashboard', {
    widgets: [
      [
        new AlarmStatusWidget({
          title: 'Alarms: what each means stands in docs/runbook.md',
          alarms,
          width: 24,
          height: 3,
        }),
      ],
      [
        graph(
          'Messages, by how they ended',
          stateMetrics.map((state) => counted(state)),
          true,
        ),
        graph('Seconds from a message’s source to an attempt at it', [
          counted('AttemptAge', Stats.MAXIMUM),
          counted('AttemptAge', Stats.percentile(50)),
        ]),
      ],
      [
        graph(
          'Waiting on the queue, and for a person',
          Object.entries(waiting).map(([label, of]) =>
            of.metricApproximateNumberOfMessagesVisible({ ...ofQueue, label }),
          ),
        ),
        graph('The function that sends', [
          send.metricInvocations({ period }),
          send.metricErrors({ period }),
          counted('ThrownOutcomes'),
          send.metricThrottles({ period }),
        ]),
      ],
      [
        graph('Reminders that came too late to be sent', [counted('LateReminders')]),
        graph('The function that sets reminders', [
          reminders.metricInvocations({ period }),
          reminders.metricErrors({ period }),
          reminders.metricThrottles({ period }),
        ]),
      ],
    ],
  });
};
