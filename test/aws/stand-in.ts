/**
 * AWS as the commands meet it: what the sandbox lacks (STS, CloudFormation, Lambda's settings) stands here and speaks the
 * wire protocol; all else goes on to a sandbox.
 */
import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { zoneDataVersion } from '../../lambda/time/zone-data.ts';
import { functionName } from '../../sandbox/function.ts';
import { ledgerTable, queues, queueUrl, remindersTable, secretIds } from '../../sandbox/settings.ts';
import type { OnEnd } from '../peers/on-end.ts';
import type { Sandbox } from '../sandbox-process.ts';
import { cloudFormation } from './cloudformation.ts';
import { lambdaSettings } from './lambda-settings.ts';
import { account, queryAnswer, type StackState } from './query.ts';

/** What AWS answers in the place of a right: its error's name, and its status. */
export type Refusal = [name: string, status?: number] | undefined;

export const mappingId = '6f1c1a52-8a51-4a0e-9d53-0c3c0d6a3b11';

export interface Deployment {
  stacks: Map<string, StackState>;
  mapping: {
    enabled: boolean /** The states that are told, one a look, before the one it was asked for. */;
    onTheWay: string[];
  };
  /** Of the function; undefined where nothing is reserved. */
  reserved: number | undefined;
  /** Of the function. */
  environment: Record<string, string>;
  timeToLive: string;
  /** Of the reminders' index. */
  indexStatus: string;
  /** Of the schedules' group. */
  groupState: string;
}

export const startAws = async (sandbox: Sandbox, onEnd: OnEnd = onTestFinished) => {
  const outputs = {
    SendUrl: `${sandbox.url}/chat/Chatbot/SendTwilioMessage`,
    SendFunctionName: functionName,
    HotTaskSecretId: secretIds.hottask,
    MessengerSecretId: secretIds.messenger,
    LedgerTable: ledgerTable,
    RemindersUrl: `${sandbox.url}/reminders`,
    RemindersTable: remindersTable,
    ScheduleGroup: scheduleGroup,
    TimeZoneData: zoneDataVersion,
    QueueUrl: queueUrl(sandbox.aws, queues.main),
    QueueMappingId: mappingId,
    ParkedQueueUrl: queueUrl(sandbox.aws, queues.parked),
  };
  const deployment: Deployment = {
    stacks: new Map<string, StackState>([
      ['HotTaskMessenger', { status: 'CREATE_COMPLETE', outputs, resources: [] }],
      ['CDKToolkit', { status: 'CREATE_COMPLETE', outputs: {}, resources: [] }],
    ]),
    mapping: { enabled: true, onTheWay: [] },
    reserved: undefined,
    environment: { HOTTASK_URL: sandbox.hottask, SEND_RULES: '{"mode":"live","prefixes":{"+1":"allow"}}' },
    timeToLive: 'ENABLED',
    indexStatus: 'ACTIVE',
    groupState: 'ACTIVE',
  };

  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const right = rightOf(request, body);
    aws.calls.push(right);
    const [name, status = 400] = aws.refuse(right) ?? [];
    if (name !== undefined) return refusal(right, response, { name, status });
    const handled =
      (await queryAnswer(request, body, response, { sts: account, cloudformation: cloudFormation(deployment) })) ||
      lambdaSettings(deployment, request, body, response) ||
      timeToLive(deployment, right, response) ||
      filling(deployment, right, response) ||
      groupState(deployment, right, response);
    if (handled) return;
    const lost = aws.loseAnswersTo.indexOf(right);
    if (lost >= 0) aws.loseAnswersTo.splice(lost, 1);
    passOn(sandbox.aws, request, body, lost >= 0 ? undefined : response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = {
    url,
    outputs,
    deployment,
    /** Each call that came, as the right that it needs. */
    calls: [] as string[],
    /** Each stands for one answer that is lost: what was asked is done. */
    loseAnswersTo: [] as string[],
    refuse: (_right: string): Refusal => undefined,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    } as Record<string, string>,
  };
  return aws;
};

export type Aws = Awaited<ReturnType<typeof startAws>>;

/** https://docs.aws.amazon.com/lambda/latest/api/ has the paths. */
const lambdaRights: [method: string, path: RegExp, action: string][] = [
  ['POST', /\/invocations$/, 'InvokeFunction'],
  ['GET', /\/configuration$/, 'GetFunctionConfiguration'],
  ['GET', /\/concurrency$/, 'GetFunctionConcurrency'],
  ['PUT', /\/concurrency$/, 'PutFunctionConcurrency'],
  ['DELETE', /\/concurrency$/, 'DeleteFunctionConcurrency'],
  ['GET', /\/event-source-mappings\//, 'GetEventSourceMapping'],
  ['PUT', /\/event-source-mappings\//, 'UpdateEventSourceMapping'],
];

const scheduleRights: Record<string, string> = { POST: 'CreateSchedule', GET: 'GetSchedule', DELETE: 'DeleteSchedule' };

const services: Record<string, string> = { DynamoDB_20120810: 'dynamodb', AmazonSQS: 'sqs', AWSEvents: 'events' };

const rightOf = ({ headers, method, url = '' }: IncomingMessage, body: Buffer): string => {
  const [service = '', action] = String(headers['x-amz-target'] ?? '').split('.');
  if (action) return `${services[service] ?? service}:${action}`;
  const form = new URLSearchParams(body.toString());
  if (form.has('Action'))
    return `${form.get('Version') === '2011-06-15' ? 'sts' : 'cloudformation'}:${form.get('Action')}`;
  if (url.startsWith('/schedules/')) return `scheduler:${scheduleRights[String(method)] ?? 'unknown'}`;
  if (url.startsWith(groupPath)) return `scheduler:${method === 'GET' ? 'GetScheduleGroup' : 'unknown'}`;
  const [, , lambda = 'unknown'] = lambdaRights.find(([verb, path]) => verb === method && path.test(url)) ?? [];
  return `lambda:${lambda}`;
};

const refusal = (right: string, response: ServerResponse, { name, status }: { name: string; status: number }) => {
  const isXml = /^(sts|cloudformation):/.test(right);
  const message = 'arn:aws:iam::123456789012:user/ada is not allowed';
  response.writeHead(status, { 'content-type': isXml ? 'text/xml' : 'application/json', 'x-amzn-errortype': name });
  response.end(
    isXml
      ? `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`
      : JSON.stringify({ __type: name, message }),
  );
};

/** dynalite knows no time to live. */
const timeToLive = ({ timeToLive: TimeToLiveStatus }: Deployment, right: string, response: ServerResponse): boolean => {
  if (right !== 'dynamodb:DescribeTimeToLive') return false;
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ TimeToLiveDescription: { TimeToLiveStatus, AttributeName: 'expiresAt' } }));
  return true;
};

/** In memory an index is filled at once. */
const filling = ({ indexStatus: IndexStatus }: Deployment, right: string, response: ServerResponse): boolean => {
  if (right !== 'dynamodb:DescribeTable' || IndexStatus === 'ACTIVE') return false;
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ Table: { TableStatus: 'UPDATING', GlobalSecondaryIndexes: [{ IndexStatus }] } }));
  return true;
};

const scheduleGroup = 'hottask-messenger';
/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetScheduleGroup.html */
const groupPath = '/schedule-groups/';

const groupState = ({ groupState: State }: Deployment, right: string, response: ServerResponse): boolean => {
  if (right !== 'scheduler:GetScheduleGroup') return false;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ Name: scheduleGroup, State }));
  return true;
};

/** Without a response the caller's connection breaks once it is done. */
const passOn = (
  to: string,
  { method, url, headers, socket }: IncomingMessage,
  body: Buffer,
  response: ServerResponse | undefined,
) => {
  const target = new URL(url ?? '/', to);
  const onward = ask(target, { method, headers: { ...headers, host: target.host }, agent: false }, (answer) => {
    if (!response) return void answer.resume().once('end', () => socket.destroy());
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', () => socket.destroy());
  onward.end(body);
};
