/** `HotTaskMessenger` in somebody else's stack: what it takes, and what it says before anything is deployed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { afterAll, describe, expect, test } from 'vitest';
import { HotTaskMessenger, type HotTaskMessengerProps } from '../infra/hottask-messenger.ts';
import { sendHandler } from '../infra/send-code.ts';
import { readSettings } from '../lambda/io/settings.ts';
import { all, ids, only } from './stack-template.ts';

const sendCode = mkdtempSync(join(tmpdir(), 'construct-'));
afterAll(() => rmSync(sendCode, { recursive: true }));
writeFileSync(join(sendCode, sendHandler.file), 'exports.handler = async () => {};');

/** Without any of cdk.json's flags, as an app that has none of its own. */
const make = (props: HotTaskMessengerProps = {}, stack = new Stack(new App(), 'Shop')) => {
  const messenger = new HotTaskMessenger(stack, 'Messenger', { sendCode, ...props });
  return { stack, messenger, template: () => Template.fromStack(stack) };
};

const environmentOf = (template: Template) =>
  (only('AWS::Lambda::Function', template).Environment as { Variables: Record<string, unknown> }).Variables;

const rulesOf = (template: Template) =>
  readSettings({
    HOTTASK_SECRET_ID: 'any',
    MESSENGER_SECRET_ID: 'any',
    LEDGER_TABLE: 'any',
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
      7, 7,
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
