/** What `cdk deploy` would create: synthesized once, without account or network. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functionHandler } from '../infra/bundle.ts';
import { readRemindersSettings } from '../lambda/io/reminders-settings.ts';
import { readSettings } from '../lambda/io/settings.ts';
import {
  all as allOf,
  arnOf,
  functions,
  ids,
  makeStack,
  only as onlyOf,
  resource,
  synthesize,
} from './stack-template.ts';

const template = synthesize({});
const all = (type: string, from = template) => allOf(type, from);
const only = (type: string, from = template) => onlyOf(type, from);

describe('the secrets', () => {
  const secrets = Object.fromEntries(all('AWS::SecretsManager::Secret'));

  test('keep their place at every update: their logical ids never change', () => {
    expect(Object.keys(secrets).sort()).toEqual([ids.hottaskSecret, ids.messengerSecret]);
  });

  test('outlive the stack, so that no key is lost with it', () => {
    for (const secret of Object.values(secrets))
      expect(secret).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('leave the HotTask key alone: the template holds no value that an update could put in its place', () => {
    expect(Object.keys(secrets[ids.hottaskSecret]?.Properties ?? {})).toEqual(['Description']);
  });

  test('lock no caller out: our secret is generated once, and this generator never changes', () => {
    expect(secrets[ids.messengerSecret]?.Properties.GenerateSecretString).toStrictEqual({
      SecretStringTemplate: '{"Callers": {}}',
      GenerateStringKey: 'Pepper',
      PasswordLength: 48,
      ExcludePunctuation: true,
    });
  });

  test('may be one that is already there: no second one is made, and the function reads that one', () => {
    const hottaskSecretArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:our/hottask-AbCdEf';
    const existing = synthesize({ hottaskSecretArn });
    expect(all('AWS::SecretsManager::Secret', existing).map(([id]) => id)).toEqual([ids.messengerSecret]);
    expect(resource(functions.send, existing).Environment).toMatchObject({
      Variables: { HOTTASK_SECRET_ID: hottaskSecretArn },
    });
    expect(JSON.stringify(all('AWS::IAM::Role', existing))).toContain(`"Resource":["${hottaskSecretArn}",`);
  });
});

describe('the ledger', () => {
  const { [ids.ledger]: ledger } = Object.fromEntries(all('AWS::DynamoDB::Table'));

  test('keeps its place at every update: an empty one in its stead would text everybody again', () => {
    expect(ledger).toBeDefined();
  });

  test('outlives the stack, cannot be deleted by mistake, and can be looked up as it was', () => {
    expect(ledger).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(ledger?.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('stands in one region: two copies would each let one caller claim the same key', () => {
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    expect(ledger?.Properties).not.toHaveProperty('StreamSpecification');
  });

  test('is paid by use, forgets what is over, and has one key', () => {
    expect(ledger?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

describe('the reminders', () => {
  const { [ids.reminders]: table } = Object.fromEntries(all('AWS::DynamoDB::Table'));

  test('keep their table at every update: an empty one in its stead would let none go out', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(table?.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('are listed by their time through an index of keys alone, so that a firing and a cancel do not write to it', () => {
    expect(table?.Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'byDueAt',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
    expect(table?.Properties.AttributeDefinitions).toContainEqual({ AttributeName: 'dueAt', AttributeType: 'N' });
  });

  test('keep their group: with it every schedule would go, so it outlives the stack, under a name that no other stack has', () => {
    const { [ids.schedules]: group } = Object.fromEntries(all('AWS::Scheduler::ScheduleGroup'));
    expect(group).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    const idOfStack = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    const name = (of: ReturnType<typeof synthesize>) =>
      (only('AWS::Scheduler::ScheduleGroup', of).Name as { 'Fn::Join': [string, [string, object]] })['Fn::Join'];
    const [joint, [own, id]] = name(template);
    expect([joint, id]).toEqual(['-', { 'Fn::Select': [0, { 'Fn::Split': ['-', idOfStack] }] }]);
    expect(own).toMatch(/^HotTaskMessenger-[0-9A-F]{8}$/);
    const [, [ofStaging]] = name(Template.fromStack(makeStack({}, 'HotTaskMessenger-staging').stack));
    expect(ofStaging).toMatch(/^HotTaskMessenger-/);
    expect(ofStaging).not.toBe(own);
  });

  test('are set by a function of their own, which knows neither HotTask nor its key', () => {
    const { Variables } = resource(functions.reminders, template).Environment as { Variables: object };
    expect(Variables).toMatchObject({
      MESSENGER_SECRET_ID: { Ref: ids.messengerSecret },
      REMINDERS_TABLE: { Ref: ids.reminders },
      LEDGER_TABLE: { Ref: ids.ledger },
      SCHEDULE_GROUP: { Ref: ids.schedules },
      QUEUE_ARN: arnOf(ids.queue),
      PARKED_QUEUE_ARN: arnOf(ids.parked),
    });
    expect(JSON.stringify(Variables)).not.toMatch(/HOTTASK_(URL|SECRET)|SendFunction/);
    expect(resource(functions.reminders, template).LoggingConfig).toEqual({
      LogFormat: 'JSON',
      LogGroup: { Ref: ids.remindersLog },
    });
  });
});

describe('the function', () => {
  const send = resource(functions.send, template);

  test('answers before the gateway gives up, and starts fast', () => {
    expect(send).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 20,
      MemorySize: 512,
      Handler: 'index.handler',
    });
  });

  test('finds beside it what it loads only when it parks something', () => {
    const { stack, outdir } = makeStack({});
    const { S3Key } = resource(functions.send, Template.fromStack(stack)).Code as { S3Key: string };
    const staged = join(outdir, `asset.${S3Key.replace('.zip', '')}`);
    for (const file of [functionHandler.file, 'node_modules/@aws-sdk/client-sqs/index.js'])
      expect(existsSync(join(staged, file)), file).toBe(true);
  });

  test('logs JSON lines to a log of its own, which forgets after 90 days', () => {
    expect(send.LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: ids.sendLog } });
    const logs = all('AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays);
    expect(logs).toEqual([90, 90, 90]);
  });

  test('tries a failed asynchronous call again, under the same key, begins none that is an hour old, and loses none', () => {
    expect(only('AWS::Lambda::EventInvokeConfig')).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3_600,
      DestinationConfig: { OnFailure: { Destination: arnOf(ids.parked) } },
    });
  });
});

describe('the settings', () => {
  const started = <Settings>(
    id: string,
    read: (env: Record<string, string | undefined>) => Settings,
    messenger: object,
  ) => {
    const { Variables } = resource(id, synthesize(messenger)).Environment as { Variables: Record<string, Variable> };
    const env = Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, known(value)]));
    const asked = new Set<string>();
    const watched = new Proxy(env, {
      get: (target, name: string) => {
        asked.add(name);
        return target[name];
      },
    });
    return { settings: read(watched), unread: Object.keys(env).filter((name) => !asked.has(name)) };
  };
  type Variable = string | { Ref: string } | { 'Fn::GetAtt': [id: string, 'Arn'] };
  const known = (value: Variable): string => {
    if (typeof value === 'string') return value;
    if ('Ref' in value) return created[value.Ref] ?? secretArn(value.Ref);
    const [id] = value['Fn::GetAtt'];
    return id.startsWith('MessengerSchedulerRole')
      ? `arn:aws:iam::111122223333:role/${id}-1ABC`
      : `arn:aws:sqs:eu-central-1:111122223333:HotTaskMessenger-${id}-1ABCDEFGHIJK`;
  };
  /** What a Ref stands for once the stack is there. */
  const created: Record<string, string> = {
    [ids.ledger]: 'the-ledger',
    [ids.reminders]: 'the-reminders',
    [ids.schedules]: 'HotTaskMessenger-38502F5E-1a2b3c4d',
    [ids.parked]: `https://sqs.eu-central-1.amazonaws.com/111122223333/HotTaskMessenger-${ids.parked}-1ABCDEFGHIJK`,
  };
  const secretArn = (id: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${id}-AbCdEf`;

  test('are accepted by the function at its start, and none is set that it does not read', () => {
    const rules = {
      mode: 'live',
      allowList: ['+12025550123'],
      prefixes: { '+1': 'allow' },
      requireKeys: true,
      maxAgeSeconds: 3_600,
      breakerAfter: 5,
    };
    const messenger = { hottaskUrl: 'https://hottask.example', serialNumber: 'SN-1', rules };
    const { settings, unread } = started(functions.send, readSettings, messenger);
    expect(unread).toEqual([]);
    expect(settings).toEqual({
      hottaskUrl: new URL('https://hottask.example'),
      hottaskSecretId: secretArn(ids.hottaskSecret),
      messengerSecretId: secretArn(ids.messengerSecret),
      ledgerTable: 'the-ledger',
      remindersTable: 'the-reminders',
      parkedQueueUrl: created[ids.parked],
      serialNumber: 'SN-1',
      rules,
    });
  });

  test('are accepted by the reminders function at its start, and none is set that it does not read', () => {
    const messenger = { serialNumber: 'SN-1', rules: { mode: 'live', prefixes: { '+1': 'allow' } } };
    const { settings, unread } = started(functions.reminders, readRemindersSettings, messenger);
    expect(unread).toEqual([]);
    expect(settings).toMatchObject({
      scheduleGroup: created[ids.schedules],
      queueArn: expect.stringContaining(ids.queue),
      parkedQueueArn: expect.stringContaining(ids.parked),
      serialNumber: 'SN-1',
      rules: messenger.rules,
    });
  });

  test('text nobody until somebody is allowed', () => {
    const { rules } = started(functions.send, readSettings, {}).settings;
    expect(rules).toMatchObject({ mode: 'allow-list', allowList: [], prefixes: {} });
  });
});

describe('the gateway', () => {
  test('takes messages at one address, says at another what became of them, has one for each reminder, and lets no web page in', () => {
    const routes = all('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
    expect(routes.sort()).toEqual([
      'DELETE /reminders/{key}',
      'GET /messages',
      'GET /reminders',
      'GET /reminders/{key}',
      'PATCH /reminders/{key}',
      'POST /chat/Chatbot/SendTwilioMessage',
      'PUT /reminders/{key}',
    ]);
    expect(only('AWS::ApiGatewayV2::Api')).not.toHaveProperty('CorsConfiguration');
    for (const [, { Properties }] of all('AWS::ApiGatewayV2::Integration'))
      expect(Properties.PayloadFormatVersion).toBe('2.0');
    template.resourceCountIs('AWS::Lambda::Url', 0);
  });

  test('holds back a flood before it reaches everybody else in the account', () => {
    const throttle = { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5 };
    expect(only('AWS::ApiGatewayV2::Stage')).toMatchObject({ StageName: '$default', DefaultRouteSettings: throttle });
    const wider = synthesize({ throttle: { ratePerSecond: 50 } });
    expect(only('AWS::ApiGatewayV2::Stage', wider).DefaultRouteSettings).toEqual({
      ...throttle,
      ThrottlingRateLimit: 50,
    });
  });

  test('writes down each call without its text, its key, or who called', () => {
    const { DestinationArn, Format } = only('AWS::ApiGatewayV2::Stage').AccessLogSettings as Record<string, unknown>;
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^MessengerAccessLog/), 'Arn'] });
    expect(Object.values(JSON.parse(Format as string))).toEqual([
      '$context.requestId',
      '$context.awsEndpointRequestId',
      '$context.requestTime',
      '$context.routeKey',
      '$context.status',
      '$context.error.responseType',
      '$context.integrationStatus',
      '$context.integrationLatency',
      '$context.responseLatency',
    ]);
  });
});

test('says after a deployment where to post and where the keys belong', () => {
  expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
    'HotTaskSecretId',
    'LedgerTable',
    'MessengerSecretId',
    'ParkedQueueUrl',
    'QueueMappingId',
    'QueueUrl',
    'RemindersTable',
    'RemindersUrl',
    'ScheduleGroup',
    'SendFunctionName',
    'SendUrl',
    'TimeZoneData',
  ]);
});
