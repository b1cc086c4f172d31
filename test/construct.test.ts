/** `HotTaskMessenger` in somebody else's stack: what it takes, and what it says before anything is deployed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { afterAll, describe, expect, test } from 'vitest';
import { functionHandler } from '../infra/function-code.ts';
import { HotTaskMessenger, type HotTaskMessengerProps } from '../infra/hottask-messenger.ts';
import { statuses } from '../lambda/entrances/http-answer.ts';
import { readSettings } from '../lambda/io/settings.ts';
import { all, arnOf, functions, ids, only, resource } from './stack-template.ts';

const code = mkdtempSync(join(tmpdir(), 'construct-'));
afterAll(() => rmSync(code, { recursive: true }));
writeFileSync(join(code, functionHandler.file), 'exports.handler = async () => {};');

/** Without any of cdk.json's flags, as an app that has none of its own. */
const make = (props: HotTaskMessengerProps = {}, stack = new Stack(new App(), 'Shop')) => {
  const messenger = new HotTaskMessenger(stack, 'Messenger', { sendCode: code, remindersCode: code, ...props });
  return { stack, messenger, template: () => Template.fromStack(stack) };
};

const environmentOf = (template: Template, id: string = functions.send) =>
  (resource(id, template).Environment as { Variables: Record<string, unknown> }).Variables;

const rulesOf = (template: Template) =>
  readSettings({
    HOTTASK_SECRET_ID: 'any',
    MESSENGER_SECRET_ID: 'any',
    LEDGER_TABLE: 'any',
    REMINDERS_TABLE: 'any',
    PARKED_QUEUE_URL: 'https://sqs.example/000000000000/any',
    SEND_RULES: environmentOf(template).SEND_RULES as string,
  }).rules;

describe('the props', () => {
  test('may all be left out: then nobody is texted, and what is kept is kept in the same place', () => {
    const template = make().template();
    expect(rulesOf(template)).toEqual({
      mode: 'allow-list',
      allowList: [],
      prefixes: {},
      requireKeys: false,
      maxAgeSeconds: 86_400,
      breakerAfter: 3,
    });
    const kept = Object.entries(template.toJSON().Resources as Record<string, { DeletionPolicy?: string }>).flatMap(
      ([id, { DeletionPolicy }]) => (DeletionPolicy === 'Retain' ? [id] : []),
    );
    expect(kept).toEqual(expect.arrayContaining(Object.values(ids)));
  });

  test('say who may be texted, how much at once, and how long it is remembered', () => {
    const template = make({
      mode: 'live',
      prefixes: { '+1': 'allow', '+1900': 'deny' },
      requireKeys: true,
      maxAge: Duration.hours(2),
      breakerAfter: 0,
      ratePerSecond: 7,
      burst: 9,
      maxConcurrency: 11,
      logRetention: RetentionDays.ONE_WEEK,
    }).template();
    expect(rulesOf(template)).toEqual({
      mode: 'live',
      allowList: [],
      prefixes: { '+1': 'allow', '+1900': 'deny' },
      requireKeys: true,
      maxAgeSeconds: 7_200,
      breakerAfter: 0,
    });
    expect(only('AWS::ApiGatewayV2::Stage', template)).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
    });
    expect(only('AWS::Lambda::EventSourceMapping', template)).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 11 },
    });
    expect(all('AWS::Logs::LogGroup', template).map(([, { Properties }]) => Properties.RetentionInDays)).toEqual([
      7, 7, 7,
    ]);
  });

  test('may name a chatbot and an address that are known only once it is deployed', () => {
    const stack = new Stack(new App(), 'Shop');
    const [chatbot, url] = ['Chatbot', 'Url'].map((id) => new CfnParameter(stack, id).valueAsString);
    const { messenger, template } = make({ serialNumber: chatbot, hottaskUrl: url }, stack);
    messenger.onEvent('shipped', {
      pattern: { source: ['shop'] },
      template: { ToPhoneNumber: '{{detail.phone}}', Message: 'It is on its way.' },
    });
    expect(environmentOf(template())).toMatchObject({
      HOTTASK_SERIAL_NUMBER: { Ref: 'Chatbot' },
      HOTTASK_URL: { Ref: 'Url' },
    });
  });
});

describe('a wrong prop stops the synthesis by its name', () => {
  const unknownYet = new CfnParameter(new Stack(new App(), 'Other'), 'Some', { type: 'Number' });
  const wrong = (props: object) => props as HotTaskMessengerProps;

  test.each<[string, HotTaskMessengerProps]>([
    ['mode must be one of live, allow-list, dry-run; got "on"', wrong({ mode: 'on' })],
    ['allowList[1] must be a list of E.164 numbers', { allowList: ['+13125550123', '3125550123'] }],
    ['prefixes must be "+" and at most 15 digits', { prefixes: { 3125550123: 'allow' } }],
    ['prefixes must be "+" and at most 15 digits', wrong({ prefixes: { '+13125550123': 'yes' } })],
    ['requireKeys must be true or false, without quotes; got "true"', wrong({ requireKeys: 'true' })],
    ['maxAge must be a Duration of whole seconds from 60 to 118800', { maxAge: Duration.hours(34) }],
    ['such as Duration.hours(12); got 59', { maxAge: Duration.seconds(59) }],
    ['such as Duration.hours(12); got 60.5', { maxAge: Duration.millis(60_500) }],
    [
      'such as Duration.hours(12); got what is known only once it is deployed',
      { maxAge: Duration.seconds(unknownYet.valueAsNumber) },
    ],
    ['tracing must be true or false, without quotes; got 1', wrong({ tracing: 1 })],
    ['breakerAfter must be a whole number of messages from 0 (never) to 100; got -1', { breakerAfter: -1 }],
    ['serialNumber must be 1 to 64 letters, digits or hyphens', { serialNumber: 'a b' }],
    ['hottaskUrl must be https://host', { hottaskUrl: 'http://127.0.0.1:3000' }],
    ['hottaskUrl must be https://host', { hottaskUrl: 'https://me:pass-word@hottask.example' }],
    ['ratePerSecond must be a whole number of messages from 1 to 10000; got 0', { ratePerSecond: 0 }],
    ['burst must be a whole number of messages from 1 to 10000; got 2.5', { burst: 2.5 }],
    ['maxConcurrency must be a whole number from 2 to 1000; got 1', { maxConcurrency: 1 }],
    [
      'maxConcurrency must be a whole number from 2 to 1000; got what is known only once it is deployed',
      { maxConcurrency: unknownYet.valueAsNumber },
    ],
    [
      'allowList and prefixes must be together at most 2,600 bytes as JSON',
      { allowList: Array.from({ length: 200 }, (_, i) => `+1312555${i + 1000}`) },
    ],
    ['sendCode holds no bundle: give the directory that bundleSend() of', { sendCode: tmpdir() }],
    ['remindersCode holds no bundle: give the directory that bundleReminders() of', { remindersCode: tmpdir() }],
  ])('%s', (said, props) => {
    expect(() => make(props)).toThrow(said);
    expect(() => make(props)).toThrow(/^HotTaskMessenger Shop\/Messenger: /);
    expect(() => make(props)).not.toThrow(/312555|pass-word/);
  });

  test('all of them at once', () => {
    expect(() => make({ maxConcurrency: 1, burst: 0 })).toThrow(
      /: burst must be .*; got 0\. maxConcurrency must be .*; got 1$/,
    );
  });

  test('the bundle, where the construct is used from its sources', () => {
    const stack = new Stack(new App(), 'Shop');
    expect(() => new HotTaskMessenger(stack, 'Messenger')).toThrow(/sendCode is needed where .* from its sources/);
  });
});

describe('the HotTask key', () => {
  const statements = (from: unknown) => JSON.stringify(from);
  const sendRole = (template: Template) =>
    all('AWS::IAM::Role', template).find(([id]) => id.startsWith('MessengerSendRole'))?.[1].Properties ?? {};

  test('is read from a secret that is known by its name alone', () => {
    const stack = new Stack(new App(), 'Shop');
    const { template } = make({ hottaskSecret: Secret.fromSecretNameV2(stack, 'Key', 'our/hottask') }, stack);
    expect(statements(sendRole(template()))).toContain(':secret:our/hottask-??????"');
    expect(all('AWS::SecretsManager::Secret', template()).map(([id]) => id)).toEqual([ids.messengerSecret]);
  });

  test('is read from a secret under a key of its owner’s, which Secrets Manager alone may use for the function', () => {
    const stack = new Stack(new App(), 'Shop');
    const encryptionKey = new Key(stack, 'Key');
    const { template } = make({ hottaskSecret: new Secret(stack, 'HotTask', { encryptionKey }) }, stack);
    const via = { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] };
    const [{ PolicyDocument }] = sendRole(template()).Policies as [{ PolicyDocument: object }];
    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        {
          Action: 'kms:Decrypt',
          Effect: 'Allow',
          Resource: arnOf('Key961B73FD'),
          Condition: { StringEquals: { 'kms:ViaService': via } },
        },
      ]),
    });
    expect(statements(sendRole(make().template()))).not.toContain('kms:');
  });
});

describe('who may send', () => {
  test.each([
    ['grantSend', 'lambda:InvokeFunction', /^MessengerSendFunction/],
    ['grantSendToQueue', 'sqs:SendMessage', /^MessengerQueue/],
  ] as const)('by %s has that one right, in a policy of its own', (method, action, resource) => {
    const { stack, messenger, template } = make();
    const before = Object.keys(template().toJSON().Resources);
    const another = make();
    another.messenger[method](
      new Role(another.stack, 'Till', { assumedBy: new ServicePrincipal('ecs.amazonaws.com') }),
    );
    expect(only('AWS::IAM::Policy', another.template())).toMatchObject({
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: action, Resource: { 'Fn::GetAtt': [expect.stringMatching(resource), 'Arn'] } },
        ],
      },
      Roles: [{ Ref: expect.stringMatching(/^Till/) }],
    });
    expect(Object.keys(another.template().toJSON().Resources)).toHaveLength(before.length + 2);

    const told = new RegExp(`^${method} takes a role, user or group of this account, .*; got a principal that has no`);
    for (const open of [new ServicePrincipal('s3.amazonaws.com'), new AccountPrincipal('444455556666')])
      expect(() => messenger[method](open)).toThrow(told);
    expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toEqual(before);
  });

  test('is nobody of another account: what only looks like a right would let nobody in', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
    const { messenger } = make({}, stack);
    const role = (id: string) => Role.fromRoleArn(stack, id, `arn:aws:iam::${id}:role/till`);
    expect(() => messenger.grantSend(role('444455556666'))).toThrow(/^grantSend takes .*; got one of another account:/);
    expect(messenger.grantSend(role('111122223333')).success).toBe(true);
  });
});

describe('an event', () => {
  const template = { SerialNumber: 'SN-1', ToPhoneNumber: '{{detail.phone}}', Message: 'It is on its way.' };

  test('is found by a pattern as CDK writes it', () => {
    const { messenger, template: synthesized } = make();
    messenger.onEvent('shipped', {
      pattern: { source: Match.prefix('shop.'), detailType: ['Shipped'], detail: { gift: [true] } },
      template,
    });
    const patterns = all('AWS::Events::Rule', synthesized()).map(([, { Properties }]) => Properties.EventPattern);
    expect(patterns).toContainEqual({
      source: [{ prefix: 'shop.' }],
      'detail-type': ['Shipped'],
      detail: { gift: [true] },
    });
  });

  test('is not looked for by what CloudFormation refuses, even where CDK makes it', () => {
    const pattern = { detail: { gift: Match.nullValue() } };
    expect(() => make().messenger.onEvent('shipped', { pattern, template })).toThrow(
      /^onEvent shipped: pattern must be/,
    );
  });
});

describe('the metrics', () => {
  const { stack, messenger } = make();
  const dimensions = { Function: stack.resolve(messenger.sendFunction.functionName) };

  test.each(Object.keys(statuses))('%s counts the messages that came to this end in this stack', (state) => {
    const metric = messenger[`metric${state as keyof typeof statuses}`]();
    expect(metric).toMatchObject({ namespace: 'HotTaskMessenger', metricName: state, statistic: 'Sum' });
    expect(stack.resolve(metric.dimensions)).toEqual(dimensions);
  });

  test('may be asked for otherwise', () => {
    const metric = messenger.metric('Sent', { period: Duration.minutes(1), label: 'Texts' });
    expect(metric).toMatchObject({ label: 'Texts', metricName: 'Sent' });
    expect(metric.period.toSeconds()).toBe(60);
  });
});
