/** What is counted, out of the lines that the function logs anyway. */
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const metricNamespace = 'HotTaskMessenger';
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html */
const outcome = FilterPattern.all(
  FilterPattern.stringValue('$.message', '=', 'outcome'),
  // Who only asks after a message is told so in the same line.
  FilterPattern.stringValue('$.state', '!=', 'Inquiry'),
);

export const metrics = (scope: Construct, logGroup: ILogGroup): void => {
  const shared = { logGroup, metricNamespace, metricValue: '1' };
  new MetricFilter(scope, 'Outcomes', {
    ...shared,
    metricName: 'Outcomes',
    filterPattern: outcome,
    dimensions: { State: '$.state' },
  });
  // A message without a key of its own: who puts it there a second time texts a second time.
  new MetricFilter(scope, 'DerivedKeys', {
    ...shared,
    metricName: 'DerivedKeys',
    filterPattern: FilterPattern.all(outcome, FilterPattern.booleanValue('$.isKeyDerived', true)),
  });
};
