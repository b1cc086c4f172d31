/** How many messages came to an end, by the state of their outcome: what the function counts, as CloudWatch finds it. */

import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { metricNamespace } from '../lambda/metrics.ts';

export const stateMetric = (scope: Construct, send: IFunction, metricName: string, props?: MetricOptions): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName,
    // Of its own, so that two stacks of one account are told apart.
    dimensionsMap: { Function: send.functionName },
    statistic: Stats.SUM,
    ...props,
  }).attachTo(scope);
