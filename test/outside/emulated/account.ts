/** What is in the emulated account, as AWS's own command line sees it. */
import { awsCli } from '../aws-cli.ts';
import type { Deployment } from './deployment.ts';

export interface Holdings {
  tables: string[];
  secrets: string[];
  queues: string[];
  logGroups: string[];
  functions: string[];
  mappings: string[];
  apis: string[];
  rules: string[];
  scheduleGroups: string[];
  schedules: string[];
  subscriptions: string[];
  alarms: string[];
  dashboards: string[];
}

/** In AWS's own words: service, command, and which names of the answer. */
const lists: Record<keyof Holdings, [service: string, command: string, query: string]> = {
  tables: ['dynamodb', 'list-tables', 'TableNames'],
  secrets: ['secretsmanager', 'list-secrets', 'SecretList[].ARN'],
  queues: ['sqs', 'list-queues', 'QueueUrls'],
  logGroups: ['logs', 'describe-log-groups', 'logGroups[].logGroupName'],
  functions: ['lambda', 'list-functions', 'Functions[].FunctionName'],
  mappings: ['lambda', 'list-event-source-mappings', 'EventSourceMappings[].UUID'],
  apis: ['apigatewayv2', 'get-apis', 'Items[].ApiId'],
  rules: ['events', 'list-rules', 'Rules[].Name'],
  // The account's own has always been there.
  scheduleGroups: ['scheduler', 'list-schedule-groups', "ScheduleGroups[?Name!='default'].Name"],
  schedules: ['scheduler', 'list-schedules', 'Schedules[].Name'],
  subscriptions: ['sns', 'list-subscriptions', 'Subscriptions[].Endpoint'],
  alarms: ['cloudwatch', 'describe-alarms', 'MetricAlarms[].AlarmName'],
  dashboards: ['cloudwatch', 'list-dashboards', 'DashboardEntries[].DashboardName'],
};

export const accountOf = ({ aws, outputs }: Pick<Deployment, 'aws' | 'outputs'>) => {
  const cli = async (...args: string[]) => {
    const { stdout } = await awsCli(aws.url, args);
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };
  return {
    cli,
    /** One line of AWS's CLI that a person was told. */
    paste: (line: string) => awsCli(aws.url, line.split(' ').slice(1)),
    holdings: async (): Promise<Holdings> => {
      const entries = Object.entries(lists).map(async ([kind, [service, command, query]]) => {
        const names: string[] | undefined = await cli(service, command, '--query', query);
        return [kind, (names ?? []).sort()];
      });
      return Object.fromEntries(await Promise.all(entries));
    },
    itemsInLedger: (): Promise<number> =>
      cli('dynamodb', 'scan', '--table-name', outputs.LedgerTable, '--select', 'COUNT', '--query', 'Count'),
    schedules: (): Promise<string[]> =>
      cli('scheduler', 'list-schedules', '--group-name', outputs.ScheduleGroup, '--query', 'Schedules[].Name'),
    schedule: (name: string) => cli('scheduler', 'get-schedule', '--group-name', outputs.ScheduleGroup, '--name', name),
    arnOf: (queueUrl: string): Promise<string> =>
      cli(
        ...['sqs', 'get-queue-attributes', '--queue-url', queueUrl, '--attribute-names', 'QueueArn'],
        '--query',
        'Attributes.QueueArn',
      ),
    /** What waits, and what was received and is not deleted yet. */
    waitingIn: async (queueUrl: string): Promise<number> => {
      const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
      const { Attributes } = await cli(
        ...['sqs', 'get-queue-attributes', '--queue-url', queueUrl, '--attribute-names', ...counts],
      );
      return counts.reduce((sum, name) => sum + Number(Attributes[name]), 0);
    },
  };
};
