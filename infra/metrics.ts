/** What the function's log says of each message, counted. It costs the function nothing. */
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export const metricNamespace = 'HotTaskMessenger';

export const logMetrics = (scope: Construct, logGroup: ILogGroup): void => {
  const count = (metricName: string, pattern: string, dimensions?: Record<string, string>) =>
    new MetricFilter(scope, `${metricName}Metric`, {
      logGroup,
      metricNamespace,
      metricName,
      metricValue: '1',
      filterPattern: FilterPattern.literal(pattern),
      ...(dimensions ? { dimensions } : {}),
    });
  // Each message, by what became of it. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
  count('Outcomes', '{ ($.message = "outcome") && ($.state = "*") && ($.state != "Inquiry") }', { State: '$.state' });
  // Those without a key of their own: what their producer sends again is another message.
  count('DerivedKeys', '{ ($.message = "outcome") && ($.isKeyDerived IS TRUE) }');
};
