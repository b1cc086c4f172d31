/** Who may do what, and to what: every statement that the stack brings along, and what no setting adds to them. */
import { isDeepStrictEqual } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { inquiryRoute, reminderRoutes, remindersByDueAt, sendRoute } from '../lambda/wiring.ts';
import { everySetting } from './every-setting.ts';
import { httpEvent, makeFunction } from './function.ts';
import { accepts, answers, startHotTaskPeer } from './peers/hottask-peer.ts';
import { ourSecret, startSecretsPeer } from './peers/secrets-peer.ts';
import { setUpRemindersFunction } from './reminders-function.ts';
import { all, arnOf, functions, ids, only, type Resource, resource, synthesize } from './stack-template.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Principal?: object;
  Resource?: unknown;
  Condition?: object;
}
type Resources = Record<string, Resource & { Type: string }>;

const usual = synthesize({});
const everything = synthesize(everySetting);
const resourcesOf = (template: Template) => template.toJSON().Resources as Resources;

/** Whatever is a policy, wherever it stands: of roles, queues, secrets, keys, topics. */
const statementsIn = (value: unknown): Statement[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value) return value.Statement as Statement[];
  return Object.values(value).flatMap(statementsIn);
};

/** By the id of what bears them, without the hash at its end. */
const statementsOf = (template: Template) =>
  Object.fromEntries(
    Object.entries(resourcesOf(template)).flatMap(([id, { Properties }]) => {
      const statements = statementsIn(Properties);
      return statements.length === 0 ? [] : [[id.replace(/[0-9A-F]{8}$/, ''), statements]];
    }),
  );

const listed = (value: string | string[]) => [value].flat();
const idOf = (type: string) => all(type, usual).map(([id]) => id)[0] as string;
const arn = (...parts: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] });
const [region, account] = [{ Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }];

/** Whoever may pass a role may do what it may: so it is this role, and for Scheduler alone. */
const passRole = {
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: { 'Fn::GetAtt': [expect.stringMatching(/^MessengerSchedulerRole/), 'Arn'] },
  Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
};

/** The one right on everything: X-Ray has no resources. */
const trace = {
  Effect: 'Allow',
  Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  Resource: '*',
};

describe('all that is allowed', () => {
  const messageRule = arn(':events:', region, ':', account, `:rule/${only('AWS::Events::Rule', usual).Name}`);
  const queuePolicy = (queue: string) => [
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Resource: arnOf(queue),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arnOf(queue),
      Condition: { ArnEquals: { 'aws:SourceArn': [messageRule] } },
    },
  ];

  const group = { Ref: ids.schedules };
  const groupArn = arn(':scheduler:', region, ':', account, ':schedule-group/', group);
  const byLambda = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

  test('one function may send and set nothing, the other set and send nothing, and Scheduler put what is due on the queue', () => {
    expect(statementsOf(usual)).toEqual({
      // It reads both secrets, uses its ledger and takes reminders without deleting or listing, takes from its queue, parks.
      MessengerSendRole: [
        byLambda,
        {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: [{ Ref: ids.hottaskSecret }, { Ref: ids.messengerSecret }],
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
          Resource: [arnOf(ids.ledger), arnOf(ids.reminders)],
        },
        {
          Effect: 'Allow',
          Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          Resource: arnOf(ids.queue),
        },
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf(ids.parked) },
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf(ids.sendLog) },
      ],
      // It sets schedules in this group alone, gives them this one role, and can neither read HotTask's key nor post.
      MessengerRemindersRole: [
        byLambda,
        { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: ids.messengerSecret } },
        {
          Effect: 'Allow',
          Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
          Resource: arnOf(ids.reminders),
        },
        {
          Effect: 'Allow',
          Action: 'dynamodb:Query',
          Resource: { 'Fn::Join': ['', [arnOf(ids.reminders), `/index/${remindersByDueAt.index}`]] },
        },
        { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arnOf(ids.ledger) },
        {
          Effect: 'Allow',
          Action: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:GetSchedule'],
          Resource: arn(':scheduler:', region, ':', account, ':schedule/', group, '/*'),
        },
        passRole,
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf(ids.remindersLog) },
      ],
      // One queue, and the one for its dead letters, which it writes under the same role.
      MessengerSchedulerRole: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': groupArn } },
        },
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: [arnOf(ids.parked), arnOf(ids.queue)] },
      ],
      MessengerQueuePolicy: queuePolicy(ids.queue),
      MessengerParkedPolicy: queuePolicy(ids.parked),
    });
  });

  test('traces are one right more, where the setting asks for them, and only then is anything traced', () => {
    const traced = synthesize({ tracing: true });
    const { MessengerSendRole: send, MessengerRemindersRole: reminders, ...others } = statementsOf(usual);
    const more = (statements: unknown) => [...(statements as Statement[]), trace];
    expect(statementsOf(traced)).toEqual({
      MessengerSendRole: more(send),
      MessengerRemindersRole: more(reminders),
      ...others,
    });
    for (const id of Object.values(functions)) {
      expect(resource(id, traced).TracingConfig).toEqual({ Mode: 'Active' });
      expect(resource(id, usual)).not.toHaveProperty('TracingConfig');
    }
  });

  test('no role has a policy that stands elsewhere, AWS’s own among them', () => {
    for (const template of [usual, everything]) {
      for (const [, { Properties }] of all('AWS::IAM::Role', template))
        expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      const kinds = Object.values(resourcesOf(template)).map(({ Type }) => Type);
      expect(kinds.filter((kind) => /^AWS::IAM::(?!Role$)|Policy$|Permission$|::Lambda::Url$/.test(kind))).toEqual(
        kinds.filter((kind) => ['AWS::SQS::QueuePolicy', 'AWS::Lambda::Permission'].includes(kind)),
      );
    }
  });

  test('this gateway may call each function, for its own paths, and nobody else may', () => {
    const api = { Ref: idOf('AWS::ApiGatewayV2::Api') };
    const calls = all('AWS::Lambda::Permission', everything).map(([, { Properties }]) => Properties);
    const called = (id: string) => (path: string) => ({
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf(id),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: arn(':execute-api:', region, ':', account, ':', api, `/*/*${path}`),
    });
    expect(calls).toEqual([
      ...[sendRoute, inquiryRoute].map(({ path }) => path).map(called(functions.send)),
      ...Object.values(reminderRoutes)
        .map(({ path }) => path)
        .map(called(functions.reminders)),
    ]);
  });
});

describe.each([
  ['as it stands', usual],
  ['with every setting on', everything],
])('what must not be there, %s', (_, template) => {
  const statements = Object.values(statementsOf(template)).flat();
  const isTrace = (statement: Statement) => isDeepStrictEqual(statement, trace);
  const isPass = ({ Action }: Statement) => Action === 'iam:PassRole';
  const others = statements.filter((statement) => !isTrace(statement) && !isPass(statement));
  const allowed = others.filter(({ Effect }) => Effect === 'Allow');
  const denied = statements.filter(({ Effect }) => Effect !== 'Allow');

  test('a right that is wider than its name: no wildcard, no deleting, no reading of everything', () => {
    const actions = allowed.flatMap(({ Action }) => listed(Action));
    expect(actions.length).toBeGreaterThan(10);
    for (const action of actions)
      expect(action).not.toMatch(
        /\*|^iam:|^kms:|:(Put|Create)(?!Log|Schedule$)|:Delete(?!Message$|Schedule$)|:(Scan|List|Batch(?!GetItem$))/,
      );
    expect(statements.filter(isPass)).toEqual([passRole]);
    for (const statement of allowed) {
      expect(statement).not.toHaveProperty('NotAction');
      expect(statement).not.toHaveProperty('NotResource');
      expect(statement).not.toHaveProperty('NotPrincipal');
      expect(listed(statement.Resource as string[])).not.toContain('*');
    }
  });

  test('a way in for strangers: whoever may write to a queue is a service, and only for a source of this stack', () => {
    for (const { Principal, Action, Condition } of allowed) {
      if (!Principal) continue;
      expect(Object.keys(Principal)).toEqual(['Service']);
      if (Action === 'sts:AssumeRole')
        expect(Object.values(Principal)[0]).toMatch(/^(lambda|scheduler)\.amazonaws\.com$/);
      else expect(Condition).toEqual({ ArnEquals: { 'aws:SourceArn': expect.arrayContaining([expect.anything()]) } });
    }
    for (const { Condition } of denied) expect(Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
    const policies = all('AWS::SQS::QueuePolicy', template).map(([, { Properties }]) => Properties.Queues);
    const shut = all('AWS::SQS::Queue', template).map(([id]) => [{ Ref: id }]);
    expect(policies).toEqual(expect.arrayContaining(shut));
    expect(denied).toHaveLength(shut.length);
  });

  test('a key or a password: HotTask’s secret has no value, ours is made by AWS, and no text looks like one', () => {
    const secrets = all('AWS::SecretsManager::Secret', template).map(([, { Properties }]) => Object.keys(Properties));
    expect(secrets.flat()).not.toContain('SecretString');
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/resolve:(ssm|secretsmanager)|"(Password|Token|ApiKey|SecretString)"/i);
    const assets = Object.values(functions).map((id) =>
      (resource(id, template).Code as { S3Key: string }).S3Key.replace('.zip', ''),
    );
    const ids = Object.keys(resourcesOf(template));
    const isMixed = (word: string) => (word.match(/[a-zA-Z][0-9]|[0-9][a-zA-Z]/g) ?? []).length > 4;
    const words = new Set((text.match(/[A-Za-z0-9+/_=-]{20,}/g) ?? []).filter(isMixed));
    expect([...words].filter((word) => !ids.includes(word)).sort()).toEqual(assets.sort());
  });

  test('a route that answers strangers: each leads to its function, and while there is no caller that answers 401', async () => {
    const integrations = Object.fromEntries(all('AWS::ApiGatewayV2::Integration', template));
    const routes = all('AWS::ApiGatewayV2::Route', template).map(([, { Properties }]) => Properties);
    expect(routes.length).toBeGreaterThan(1);
    const reminders = await setUpRemindersFunction({ secrets: { messenger: ourSecret({}) } });
    const send = makeFunction({
      hottask: await startHotTaskPeer(answers(200, accepts)),
      secrets: await startSecretsPeer({ messenger: ourSecret({}) }),
    });
    for (const { Target, RouteKey } of routes) {
      const [, , id] = /"integrations\/",\{"Ref":("?)(\w+)/.exec(JSON.stringify(Target)) ?? [];
      const [, rawPath = ''] = String(RouteKey).split(' ');
      const isReminders = rawPath.startsWith('/reminders');
      const functionArn = arnOf(isReminders ? functions.reminders : functions.send);
      expect(integrations[id as string]?.Properties.IntegrationUri).toEqual(functionArn);
      const event = { ...httpEvent('{}'), routeKey: String(RouteKey), rawPath };
      const { invoke } = isReminders ? reminders : send;
      expect(
        await invoke({ ...event, queryStringParameters: { IdempotencyKey: 'any' } }),
        String(RouteKey),
      ).toMatchObject({
        statusCode: 401,
      });
    }
  });
});
