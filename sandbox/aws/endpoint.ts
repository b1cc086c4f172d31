/** The AWS endpoint: `AWS_ENDPOINT_URL` for any SDK or the AWS CLI. One port, a service by its header or path. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Answer, json, pathOf, readBody } from '../loopback.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { LambdaService } from './lambda.ts';
import type { SecretsManager } from './secrets-manager.ts';

/** Lambda's limit for a synchronous call; nothing else here needs more. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const payloadLimitBytes = 6 * 1024 * 1024;

/** An error in AWS's own words, for SDKs to turn into an exception of this name. */
export class AwsError extends Error {
  readonly status: number;
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

interface Services {
  secretsManager: SecretsManager['answer'];
  dynamoDb: DynamoDb['answer'];
  lambda: LambdaService;
}

export const makeAwsEndpoint =
  ({ secretsManager, dynamoDb, lambda }: Services): Answer =>
  async (request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    const body = await readBody(request, payloadLimitBytes);
    const target = String(request.headers['x-amz-target'] ?? '');
    const [, service, operation = ''] = /^(secretsmanager)\.(\w+)$/.exec(target) ?? [];
    const functionName = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathOf(request))?.[1];
    try {
      if (target.startsWith('DynamoDB_20120810.')) return await dynamoDb(request, body, response);
      if (service) return json(response, 200, secretsManager(operation, parse(body)), awsJson);
      if (functionName && request.method === 'POST')
        return await lambda.invoke(decodeURIComponent(functionName), request, body, response);
      throw new AwsError(
        'UnknownOperationException',
        `Not simulated here: ${harmless(target || pathOf(request))}. There are Secrets Manager, DynamoDB and Lambda Invoke.`,
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      fail(response, error);
    }
  };

const awsJson = { 'content-type': 'application/x-amz-json-1.1' };

const fail = (response: ServerResponse, { name, message, status }: AwsError) =>
  json(response, status, { __type: name, message, Message: message }, { ...awsJson, 'x-amzn-errortype': name });

const harmless = (text: string): string => text.replace(/[^\w./-]/g, '').slice(0, 80);

const parse = (body: Buffer): Record<string, unknown> => {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON');
  }
};
