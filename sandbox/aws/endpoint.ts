/** The AWS endpoint: `AWS_ENDPOINT_URL` for any SDK or the AWS CLI. One port, a service by its header or path. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, json, pathOf, readBody, respond } from '../loopback.ts';
import { AwsError } from './aws-error.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { EventBridge } from './event-bridge.ts';
import type { LambdaService } from './lambda.ts';
import type { SchedulerService } from './scheduler.ts';
import type { SecretsManager } from './secrets-manager.ts';
import { answerQuery, queryError } from './sqs-query.ts';
import type { Answered, SqsSns } from './sqs-sns.ts';

/** Lambda's limit for a synchronous call; nothing else here needs more. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const payloadLimitBytes = 6 * 1024 * 1024;

interface Services {
  secretsManager: SecretsManager['answer'];
  dynamoDb: DynamoDb['answer'];
  lambda: LambdaService;
  sqsSns: SqsSns['exchange'];
  eventBridge: EventBridge;
  scheduler: SchedulerService;
  /** Epoch ms. */
  now: () => number;
}

export const makeAwsEndpoint =
  ({ secretsManager, dynamoDb, lambda, sqsSns, eventBridge, scheduler, now }: Services): Answer =>
  async (request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    response.setHeader('date', new Date(now()).toUTCString());
    const body = await readBody(request, payloadLimitBytes);
    const target = String(request.headers['x-amz-target'] ?? '');
    const form = isForm(request) ? new URLSearchParams(body.toString('utf8')) : undefined;
    const [, service, operation = ''] = /^(secretsmanager)\.(\w+)$/.exec(target) ?? [];
    const functionName = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(pathOf(request))?.[1];
    try {
      if (target.startsWith('DynamoDB_20120810.')) return await dynamoDb(request, body, response);
      if (target.startsWith('AmazonSQS.')) return send(response, await sqsSns(request.headers, body));
      if (form?.get('Version') === snsVersion) return send(response, await sqsSns(request.headers, body));
      if (form?.get('Version') === sqsVersion) return send(response, await answerQuery(sqsSns, form, pathOf(request)));
      if (target.startsWith('AWSEvents.'))
        return json(response, 200, await eventBridge(target.slice('AWSEvents.'.length), parse(body)), awsJson);
      if (service) return json(response, 200, secretsManager(operation, parse(body)), awsJson);
      if (!target && !form && scheduler.isAsked(pathOf(request))) return scheduler.answer(request, body, response);
      if (functionName && request.method === 'POST')
        return await lambda.invoke(decodeURIComponent(functionName), request, body, response);
      throw new AwsError(
        'UnknownOperationException',
        `Not simulated here: ${harmless(target || (form?.get('Action') ?? pathOf(request)))}. There are Secrets Manager, DynamoDB, SQS, SNS, EventBridge PutEvents, Scheduler and Lambda Invoke.`,
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (form) return send(response, queryError(error));
      fail(response, error);
    }
  };

const send = (response: ServerResponse, { status, headers, text }: Answered) =>
  respond(response, status, text, headers);

const isForm = ({ headers }: IncomingMessage): boolean =>
  String(headers['content-type']).startsWith('application/x-www-form-urlencoded');

/** SNS speaks in forms, and so do older clients of SQS. */
const [snsVersion, sqsVersion] = ['2010-03-31', '2012-11-05'];

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
