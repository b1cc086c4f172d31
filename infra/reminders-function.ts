/** The reminders function: its role, its log and its environment. It sets schedules, and sends nothing. */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Rules } from '../lambda/rules.ts';
import { remindersFunction as size } from '../lambda/wiring.ts';
import { lambdaFunction, writeLog, writeTraces } from './lambda-function.ts';
import type { Queues } from './queues.ts';
import { arnOfByDueAt } from './reminders-table.ts';
import type { Schedules } from './schedules.ts';

export interface RemindersFunctionProps {
  /** Directory that holds the bundle. */
  readonly code: string;
  /** Ours, with the callers. HotTask's is none of its business. */
  readonly messengerSecret: ISecret;
  readonly reminders: ITable;
  readonly ledger: ITable;
  readonly schedules: Schedules;
  readonly queues: Queues;
  readonly rules: Rules;
  /** @default none */
  readonly serialNumber?: string | undefined;
  readonly logGroup: ILogGroup;
  /** By X-Ray. */
  readonly tracing: boolean;
}

export const remindersFunction = (scope: Construct, props: RemindersFunctionProps): LambdaFunction => {
  const { code, logGroup, tracing } = props;
  return lambdaFunction(scope, 'RemindersFunction', {
    description: 'Sets, moves and cancels reminders',
    size,
    role: remindersRole(scope, props),
    environment: environment(props),
    ...{ code, logGroup, tracing },
  });
};

/** Just what one change of a reminder needs. It cannot read HotTask's key, write to a queue, or touch the ledger. */
const remindersRole = (scope: Construct, props: RemindersFunctionProps): Role => {
  const { messengerSecret, reminders, ledger, schedules, logGroup, tracing } = props;
  const readSecret = new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [messengerSecret.secretArn],
  });
  // A cancel leaves its item: nothing is ever deleted here.
  const useReminders = new PolicyStatement({
    actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    resources: [reminders.tableArn],
  });
  const listByDueAt = new PolicyStatement({ actions: ['dynamodb:Query'], resources: [arnOfByDueAt(reminders)] });
  // What became of one that has fired.
  const lookIntoLedger = new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [ledger.tableArn] });
  const useSchedules = new PolicyStatement({
    actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:GetSchedule'],
    resources: [schedules.arnOfEach],
  });
  // To Scheduler and nobody else: whoever may pass a role to any service may do there what the role may.
  const passRole = new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: [schedules.role.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });
  const watching = [writeLog(logGroup), ...(tracing ? [writeTraces()] : [])];
  const statements = [readSecret, useReminders, listByDueAt, lookIntoLedger, useSchedules, passRole, ...watching];
  return new Role(scope, 'RemindersRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Reminders: new PolicyDocument({ statements }) },
  });
};

/** Read by lambda/io/reminders-settings.ts. What is undefined is left out, and the function's default holds. */
const environment = (props: RemindersFunctionProps): Record<string, string> => ({
  MESSENGER_SECRET_ID: props.messengerSecret.secretArn,
  REMINDERS_TABLE: props.reminders.tableName,
  LEDGER_TABLE: props.ledger.tableName,
  SCHEDULE_GROUP: props.schedules.group.name,
  SCHEDULE_ROLE_ARN: props.schedules.role.roleArn,
  QUEUE_ARN: props.queues.main.queueArn,
  PARKED_QUEUE_ARN: props.queues.parked.queueArn,
  SEND_RULES: JSON.stringify(props.rules),
  ...(props.serialNumber && { HOTTASK_SERIAL_NUMBER: props.serialNumber }),
});
