/** The send function: its role, its log and its environment. */
import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Rules } from '../lambda/rules.ts';
import { sendFunction as size } from '../lambda/wiring.ts';
import type { Queues } from './queues.ts';
import { sendHandler } from './send-code.ts';

export interface SendFunctionProps {
  /** Directory that holds the bundle. */
  readonly code: string;
  readonly secrets: { readonly hottask: ISecret; readonly messenger: ISecret };
  readonly ledger: ITable;
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
  const fn = new LambdaFunction(scope, 'SendFunction', {
    description: 'Sends text messages through HotTask',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: size.memoryMb,
    timeout: Duration.seconds(size.timeoutSeconds),
    code: Code.fromAsset(props.code),
    handler: sendHandler.name,
    role: sendRole(scope, props),
    environment: environment(props),
    logGroup: props.logGroup,
    loggingFormat: LoggingFormat.JSON,
  });
  const resource = fn.node.defaultChild as CfnFunction;
  // CDK's own word that it waits for its role, which it names anyway, rights and all: cfn-lint warns of it (W3005).
  resource.addDeletionOverride('DependsOn');
  // Not by CDK's own prop, which would grant the right once more, in a policy beside the role's.
  if (props.tracing) resource.tracingConfig = { mode: Tracing.ACTIVE };
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

/** Just what one message needs. AWSLambdaBasicExecutionRole would let it write every log group of the account. */
const sendRole = (scope: Construct, { secrets, ledger, queues, logGroup, tracing }: SendFunctionProps): Role => {
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
  // Lambda polls under the function's role.
  const takeFromMain = new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queues.main.queueArn],
  });
  const park = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queues.parked.queueArn] });
  const writeLog = new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // Ends in ":*", the streams of this one group.
    resources: [logGroup.logGroupArn],
  });
  // X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
  const trace = new PolicyStatement({
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
  });
  const statements = [readSecrets, ...decrypt, useLedger, takeFromMain, park, writeLog, ...(tracing ? [trace] : [])];
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
  queues,
  rules,
  hottaskUrl,
  serialNumber,
}: SendFunctionProps): Record<string, string> => ({
  HOTTASK_SECRET_ID: secrets.hottask.secretArn,
  MESSENGER_SECRET_ID: secrets.messenger.secretArn,
  LEDGER_TABLE: ledger.tableName,
  PARKED_QUEUE_URL: queues.parked.queueUrl,
  SEND_RULES: JSON.stringify(rules),
  ...(hottaskUrl && { HOTTASK_URL: hottaskUrl }),
  ...(serialNumber && { HOTTASK_SERIAL_NUMBER: serialNumber }),
});
