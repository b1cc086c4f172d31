/** The send function: its role, its log and its environment. */
import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Rules } from '../lambda/rules.ts';
import { sendFunction as size } from '../lambda/wiring.ts';
import { lambdaFunction, writeLog, writeTraces } from './lambda-function.ts';
import type { Queues } from './queues.ts';

export interface SendFunctionProps {
  /** Directory that holds the bundle. */
  readonly code: string;
  readonly secrets: { readonly hottask: ISecret; readonly messenger: ISecret };
  readonly ledger: ITable;
  readonly reminders: ITable;
  readonly queues: Queues;
  readonly rules: Rules;
  /** @default the function's own */
  readonly hottaskUrl?: string | undefined;
  /** @default none */
  readonly serialNumber?: string | undefined;
  readonly logGroup: ILogGroup;
  /** By X-Ray. */
  readonly tracing: boolean;
}

export const sendFunction = (scope: Construct, props: SendFunctionProps): LambdaFunction => {
  const { code, logGroup, tracing } = props;
  const fn = lambdaFunction(scope, 'SendFunction', {
    description: 'Sends text messages through HotTask',
    size,
    role: sendRole(scope, props),
    environment: environment(props),
    ...{ code, logGroup, tracing },
  });
  fn.configureAsyncInvoke({
    // After a throttle or a crash; the ledger sees to it that a repeated call is no second text.
    retryAttempts: 2,
    // A call held back by throttling still goes out within the hour. Who needs it sooner says so in NotAfter.
    maxEventAge: Duration.hours(1),
    // Written by the function's own role, which may: CDK's destination would grant it once more, in a policy beside it.
    onFailure: { bind: () => ({ destination: props.queues.parked.queueArn }) },
  });
  return fn;
};

/** Just what one message needs. */
const sendRole = (scope: Construct, props: SendFunctionProps): Role => {
  const { secrets, ledger, reminders, queues, logGroup, tracing } = props;
  const readSecrets = new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    // Of a secret that is known by its name alone the six characters at the end of its ARN are not.
    resources: [secrets.hottask.secretFullArn ?? `${secrets.hottask.secretArn}-??????`, secrets.messenger.secretArn],
  });
  const decrypt = secrets.hottask.encryptionKey ? [useKey(scope, secrets.hottask.encryptionKey)] : [];
  // What it cannot do: delete, list, or read all.
  const useLedger = new PolicyStatement({
    actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    resources: [ledger.tableArn],
  });
  // A firing takes its own item; it sets and lists none.
  const takeReminder = new PolicyStatement({
    actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    resources: [reminders.tableArn],
  });
  // Lambda polls under the function's role.
  const takeFromMain = new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queues.main.queueArn],
  });
  const park = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queues.parked.queueArn] });
  const watching = [writeLog(logGroup), ...(tracing ? [writeTraces()] : [])];
  const statements = [readSecrets, ...decrypt, useLedger, takeReminder, takeFromMain, park, ...watching];
  return new Role(scope, 'SendRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Send: new PolicyDocument({ statements }) },
  });
};

/**
 * Where the secret has a key of its owner's. In the function's policy alone: with the role's name in the key's, key,
 * secret and role would each wait for the other. Secrets Manager alone may use it, and for the function only.
 */
const useKey = (scope: Construct, key: IKey): PolicyStatement =>
  new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(scope).region}.amazonaws.com` } },
  });

/** Read by lambda/io/settings.ts. What is undefined is left out, and the function's default holds. */
const environment = ({
  secrets,
  ledger,
  reminders,
  queues,
  rules,
  hottaskUrl,
  serialNumber,
}: SendFunctionProps): Record<string, string> => ({
  HOTTASK_SECRET_ID: secrets.hottask.secretArn,
  MESSENGER_SECRET_ID: secrets.messenger.secretArn,
  LEDGER_TABLE: ledger.tableName,
  REMINDERS_TABLE: reminders.tableName,
  PARKED_QUEUE_URL: queues.parked.queueUrl,
  SEND_RULES: JSON.stringify(rules),
  ...(hottaskUrl && { HOTTASK_URL: hottaskUrl }),
  ...(serialNumber && { HOTTASK_SERIAL_NUMBER: serialNumber }),
});
