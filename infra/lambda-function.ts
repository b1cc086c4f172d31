/** What both functions have in common, and the rights that each needs. */
import { Duration } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
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
import type { Construct } from 'constructs';
import { functionHandler } from './function-code.ts';

export interface LambdaFunctionProps {
  readonly description: string;
  readonly size: { readonly memoryMb: number; readonly timeoutSeconds: number };
  /** Directory that holds the bundle. */
  readonly code: string;
  readonly role: IRole;
  readonly environment: Record<string, string>;
  readonly logGroup: ILogGroup;
  /** By X-Ray. */
  readonly tracing: boolean;
}

export const lambdaFunction = (scope: Construct, id: string, props: LambdaFunctionProps): LambdaFunction => {
  const { size, code, tracing, ...others } = props;
  const fn = new LambdaFunction(scope, id, {
    ...others,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: size.memoryMb,
    timeout: Duration.seconds(size.timeoutSeconds),
    code: Code.fromAsset(code),
    handler: functionHandler.name,
    loggingFormat: LoggingFormat.JSON,
  });
  const resource = fn.node.defaultChild as CfnFunction;
  // CDK's own word that it waits for its role, which it names anyway, rights and all: cfn-lint warns of it (W3005).
  resource.addDeletionOverride('DependsOn');
  // Not by CDK's own prop, which would grant the right once more, in a policy beside the role's.
  if (tracing) resource.tracingConfig = { mode: Tracing.ACTIVE };
  return fn;
};

/** To its own log: AWSLambdaBasicExecutionRole would let it write every log group of the account. */
export const writeLog = ({ logGroupArn }: ILogGroup): PolicyStatement =>
  // Ends in ":*", the streams of this one group.
  new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });

/** X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
export const writeTraces = (): PolicyStatement =>
  new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] });
