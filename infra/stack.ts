/** One deployment: the construct, set by cdk.json's context. */
import { CfnOutput, Duration, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { zoneDataVersion } from '../lambda/time/zone-data.ts';
import type { Context } from './context.ts';
import { HotTaskMessenger } from './hottask-messenger.ts';

export interface MessengerStackProps extends StackProps {
  readonly context: Context;
  /** Directory that holds the send function's bundle. */
  readonly sendCode: string;
  /** The reminders function's. */
  readonly remindersCode: string;
}

export class MessengerStack extends Stack {
  constructor(scope: Construct, id: string, { context, sendCode, remindersCode, ...props }: MessengerStackProps) {
    super(scope, id, { description: 'Texts people through HotTask', ...props });
    const {
      hottaskSecretArn,
      logRetentionDays: logRetention,
      onEvent,
      reminders,
      topics,
      alarmTopics,
      rules,
      throttle,
      ...settings
    } = context;
    const { maxAgeSeconds, ...whom } = rules;

    const messenger = new HotTaskMessenger(this, 'Messenger', {
      ...settings,
      ...whom,
      ...throttle,
      maxAge: Duration.seconds(maxAgeSeconds),
      sendCode,
      remindersCode,
      logRetention,
      hottaskSecret: hottaskSecretArn
        ? Secret.fromSecretCompleteArn(this, 'HotTaskSecret', hottaskSecretArn)
        : undefined,
    });

    // In cdk.json a pattern is written as EventBridge takes it; CDK makes that of its own `detailType`, too.
    for (const [name, { pattern, template }] of Object.entries(onEvent))
      messenger.onEvent(name, { pattern: pattern as EventPattern, template });
    for (const [name, { timeZone, lateBySeconds, ...reminder }] of Object.entries(reminders))
      messenger.remind(name, {
        ...reminder,
        timeZone: timeZone === undefined ? undefined : TimeZone.of(timeZone),
        lateBy: Duration.seconds(lateBySeconds),
      });
    // The ARN is its id too: what CloudFormation knows it by must not hang on its place in the list.
    for (const arn of topics) messenger.subscribe(Topic.fromTopicArn(this, arn, arn));

    messenger.onAlarm(...alarmTopics.map((arn) => new SnsAction(Topic.fromTopicArn(this, `Alarms-${arn}`, arn))));

    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('SendUrl', messenger.sendUrl, 'POST messages here');
    output('RemindersUrl', messenger.remindersUrl, 'Set reminders below it, each under a key: PUT …/appt-42.24h');
    output('SendFunctionName', messenger.sendFunction.functionName, 'Or invoke this');
    // ARNs: every command of AWS that asks for a secret's name takes them, and they are right in other accounts too.
    output('HotTaskSecretId', messenger.hottaskSecret.secretArn, 'Put the HotTask secret key here');
    output('LedgerTable', messenger.ledger.tableName, 'What was sent, by key: npm run hottask -- unknowns');
    output('RemindersTable', messenger.reminders.tableName, 'What callers have set, without number and text');
    output('ScheduleGroup', messenger.scheduleGroupName, 'The schedules, with number and text');
    output('QueueUrl', messenger.queue.queueUrl, 'Or put messages here');
    output('QueueMappingId', messenger.queueMapping.eventSourceMappingId, 'Disabled, the queue waits');
    output('ParkedQueueUrl', messenger.parked.queueUrl, 'What waits for a person');
    output('TimeZoneData', zoneDataVersion, 'The release of the IANA time zones by which reminders are due');
    output('MessengerSecretId', messenger.messengerSecret.secretArn, 'Callers and Pepper');
  }
}
