/** The `messenger` object of cdk.json: what is wrong with it is said before anything is built. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { afterAll, describe, expect, test } from 'vitest';
import { readContext as readStages } from '../infra/context.ts';
import { logRetentions } from '../infra/setting-forms.ts';
import { rows } from './readme.ts';

const readContext = (settings: unknown) => readStages({ staging: settings }, 'staging');

test('logs are kept for as many days as CDK knows', () => {
  const days = Object.values(RetentionDays).filter((value) => typeof value === 'number');
  expect([...logRetentions, RetentionDays.INFINITE]).toEqual(days);
});

const dir = mkdtempSync(join(tmpdir(), 'context-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a wrong key in cdk.json stops the deployment by its name', () => {
  const orders = 'arn:aws:sns:eu-central-1:111122223333:orders';
  const topics = (count: number) => Array.from({ length: count }, (_, i) => `${orders}-${i}`);
  const shipped = {
    pattern: { source: ['shop'] },
    template: { SerialNumber: 'SN-1', ToPhoneNumber: '{{detail.phone}}', Message: 'It is on its way.' },
  };
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`rule-${i}`, shipped]));
  const tooMany = Array.from({ length: 200 }, (_, i) => `+120255501${i + 10}`);

  test.each([
    ['messenger.staging must be an object', undefined],
    ['messenger.staging must be an object', 'live'],
    [
      'messenger.staging has unknown keys (hottaskURL): it takes hottaskUrl, serialNumber,',
      { hottaskURL: 'https://a.example' },
    ],
    ['messenger.staging.hottaskUrl must be https://host', { hottaskUrl: 'http://hottask.example' }],
    ['messenger.staging.hottaskUrl must be https://host', { hottaskUrl: 'http://127.0.0.1:3000' }],
    ['messenger.staging.hottaskUrl must be https://host', { hottaskUrl: 'https://me:pass-word@hottask.example' }],
    ['messenger.staging.serialNumber must be 1 to 64', { serialNumber: 'a b' }],
    ['messenger.staging.hottaskSecretArn must be the complete ARN', { hottaskSecretArn: 'our/hottask' }],
    ['messenger.staging.rules has unknown keys (modus): it takes mode, allowList,', { rules: { modus: 'live' } }],
    ['messenger.staging.rules must be an object of at most 2,600 bytes', { rules: { allowList: tooMany } }],
    ['messenger.staging.rules.mode must be one of live, allow-list, dry-run; got "on"', { rules: { mode: 'on' } }],
    ['messenger.staging.rules.allowList[1] must be', { rules: { allowList: ['+13125550123', '3125550123'] } }],
    ['messenger.staging.rules.prefixes must be "+"', { rules: { prefixes: { 3125550123: 'allow' } } }],
    ['messenger.staging.rules.prefixes must be "+"', { rules: { prefixes: { '+13125550123': 'yes' } } }],
    ['messenger.staging.rules.requireKeys must be true or false', { rules: { requireKeys: 'true' } }],
    ['messenger.staging.rules.breakerAfter must be a whole number', { rules: { breakerAfter: -1 } }],
    ['messenger.staging.rules.maxAgeSeconds must be a whole number', { rules: { maxAgeSeconds: 118_801 } }],
    ['messenger.staging.throttle must be an object', { throttle: 5 }],
    ['messenger.staging.throttle has unknown keys (rate): it takes ratePerSecond, burst', { throttle: { rate: 5 } }],
    ['messenger.staging.throttle.ratePerSecond must be a whole number', { throttle: { ratePerSecond: 0 } }],
    ['messenger.staging.throttle.burst must be a whole number', { throttle: { burst: 2.5 } }],
    ['messenger.staging.maxConcurrency must be a whole number from 2 to 1000; got 1', { maxConcurrency: 1 }],
    ['messenger.staging.maxConcurrency must be a whole number', { maxConcurrency: 1_001 }],
    ['messenger.staging.tracing must be true or false, without quotes; got "true"', { tracing: 'true' }],
    ['messenger.staging.topics must be a list of the ARNs', { topics: orders }],
    ['messenger.staging.topics[1] must be a list of the ARNs', { topics: [orders, 'orders'] }],
    ['each once: a FIFO topic promises an order that the queue does not keep; got', { topics: [`${orders}.fifo`] }],
    ['messenger.staging.topics must be a list of the ARNs', { topics: [orders, orders] }],
    ['messenger.staging.onEvent must be an object of rules', { onEvent: [shipped] }],
    ['messenger.staging.onEvent must be an object of rules, at most 16', { onEvent: many(9), topics: topics(8) }],
    ['each under a name of 1 to 32 letters, digits or hyphens', { onEvent: { 'order.+13125550123': shipped } }],
    ['each under a name of 1 to 32 letters, digits or hyphens', { onEvent: { ['x'.repeat(33)]: shipped } }],
    ['messenger.staging.onEvent.a-1 must be an object such as {"pattern":', { onEvent: { 'a-1': '+13125550123' } }],
    [
      'messenger.staging.onEvent.a has unknown keys (templat): it takes pattern, template',
      { onEvent: { a: { ...shipped, templat: 1 } } },
    ],
    [
      'messenger.staging.onEvent.a.pattern must be an EventBridge pattern',
      { onEvent: { a: { ...shipped, pattern: {} } } },
    ],
    [
      'messenger.staging.onEvent.a.pattern must be an EventBridge pattern',
      { onEvent: { a: { ...shipped, pattern: { source: 'shop' } } } },
    ],
    [
      'messenger.staging.onEvent.a.pattern must be an EventBridge pattern',
      { onEvent: { a: { ...shipped, pattern: { detail: { status: [] } } } } },
    ],
    [
      'messenger.staging.onEvent.a.template must be an object of the fields of a message',
      { onEvent: { a: { ...shipped, template: 'Call +13125550123' } } },
    ],
    ['messenger.staging.logRetentionDays must be one of 1, 3, 5, 7,', { logRetentionDays: 2 }],
  ])('%s', (said, messenger) => {
    const error = thrown(() => readContext(messenger));
    expect(error.split('\n')).toEqual([expect.stringContaining(said)]);
    expect(error).not.toMatch(/3125550123|pass-word/);
  });

  test.each<[string, object]>([
    ['ToPhoneNumber is required', { ToPhoneNumber: undefined }],
    ['Message is required', { Message: undefined }],
    ['SerialNumber is required', { SerialNumber: undefined }],
    ['The template has unknown fields (To)', { To: '{{detail.phone}}' }],
    ['ToPhoneNumber must be E.164', { ToPhoneNumber: '3125550123' }],
    ['Message must have at most 1,600', { Message: `${'x'.repeat(1_600)}{{detail.name}}` }],
    ['Message must be a string', { Message: ['{{detail.name}}'] }],
    ['DryRun must be true or false, without quotes', { DryRun: '{{detail.test}}' }],
    ['NotAfter must be an instant', { NotAfter: 'tomorrow' }],
    ['Message has {{ }} around what no event holds', { Message: 'Call {{customer.phone}}' }],
    ['Message has {{ }} around what no event holds', { Message: 'Call {{detail}}' }],
    ['Message has {{ }} around what no event holds', { Message: 'Call {{}}' }],
    ['Message has {{ }} around what no event holds', { Message: 'Call {{detail.phone}' }],
    ['Message has {{ }} around what no event holds', { Message: 'Call {{resolve:ssm:3125550123}}' }],
    ['Message has {{ }} around what no event holds', { Message: 'Call {{detail.items[0]}}' }],
    ['IdempotencyKey must hold a place such as', { IdempotencyKey: 'shipped' }],
    ['IdempotencyKey must be 1 to 255 visible', { IdempotencyKey: 'no spaces {{id}}' }],
    ['The template must be shorter: EventBridge takes 8192', { Message: '<'.repeat(1_400) }],
  ])('no event would ever make a message: %s', (said, changed) => {
    const template = JSON.parse(JSON.stringify({ ...shipped.template, ...changed }));
    const error = thrown(() => readContext({ onEvent: { 'order-shipped': { ...shipped, template } } }));
    expect(error.split('\n')).toEqual([
      expect.stringMatching(/^messenger\.staging\.onEvent\.order-shipped\.template makes no message: /),
    ]);
    expect(error).toContain(said);
    expect(error).not.toMatch(/3125550123/);
  });

  test('but what events can fill is taken, the chatbot from its own setting too', () => {
    const template = {
      ToPhoneNumber: '+{{detail.customer.phone}}',
      Message: '{{ detail.items.0.name }} of {{source}}: {{resources.0}}',
      IdempotencyKey: 'shipped.{{id}}',
      NotAfter: '{{detail.until}}',
      DryRun: true,
    };
    const onEvent = { a: { ...shipped, template }, ...many(8) };
    expect(readContext({ serialNumber: 'SN-1', onEvent, topics: topics(7) })).toMatchObject({ onEvent });
  });

  test('and so is the example in the README', () => {
    const [, told = ''] = rows('setting').find(([name]) => name === '`onEvent`') ?? [];
    const onEvent = JSON.parse(/`(.*)`/.exec(told)?.[1] as string);
    expect(readContext({ serialNumber: 'SN-1', onEvent })).toMatchObject({ onEvent });
  });

  test.each<[string, unknown, string]>([
    ['messenger must be an object of stages in the context of cdk.json', undefined, 'production'],
    ['messenger must be an object of stages in the context of cdk.json', [{}], 'production'],
    ['messenger.rules is a setting, and settings stand below a stage', { rules: { mode: 'live' } }, 'production'],
    [
      'messenger has no stage "staging": put "staging": {} into it, or choose another (production, dev) with -c stage=NAME',
      { production: {}, dev: {} },
      'staging',
    ],
    ['messenger has no stage "constructor"', { production: {} }, 'constructor'],
    ['The stage must be a lower-case letter, then letters, digits or hyphens, at most 20', { production: {} }, 'Prod'],
    ['The stage must be a lower-case letter', { production: {} }, '+13125550123'],
  ])('a stage that is none: %s', (said, messenger, stage) => {
    const error = thrown(() => readStages(messenger, stage));
    expect(error.split('\n')).toEqual([expect.stringContaining(said)]);
    expect(error).not.toContain('3125550123');
  });

  test('production texts whom its prefixes allow, every other stage whom its allow list names', () => {
    const rules = { prefixes: { '+1': 'allow' } };
    const messenger = { production: { rules }, staging: { rules }, test: { rules: { ...rules, mode: 'dry-run' } } };
    expect(readStages(messenger).rules).toMatchObject({ mode: 'live', ...rules });
    expect(readStages(messenger, 'staging').rules.mode).toBe('allow-list');
    expect(readStages(messenger, 'test').rules.mode).toBe('dry-run');
    expect(readStages({ production: { rules: { mode: 'allow-list' } } }).rules.mode).toBe('allow-list');
    expect(readStages({ production: {} }).rules).toMatchObject({ mode: 'live', prefixes: {} });
  });

  test('all of them at once, a line each', () => {
    const error = thrown(() => readContext({ serialNumber: 7, rules: { mode: 1 } }));
    expect(error.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'messenger.staging.serialNumber',
      'messenger.staging.rules.mode',
    ]);
  });

  const synthesizeWith = (context: object) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../infra/app.ts')], {
      cwd: dir,
      encoding: 'utf8',
      env: { CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: join(dir, 'none') },
    });

  test('in one line without a stack, and nothing is synthesized', () => {
    const { status, stderr } = synthesizeWith({ messenger: { production: { serialNumber: 'a b' } } });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^messenger\.production\.serialNumber must be .*; got "a b"\n$/);
  });

  test('a reminder that is over stops a deployment by its name, and keeps no stage from being taken away', () => {
    const message = { SerialNumber: 'a', ToPhoneNumber: '+12025550123', Message: 'Once.' };
    const reminders = { once: { schedule: 'at(2020-01-01T09:00:00)', timeZone: 'UTC', message } };
    const messenger = { production: { reminders } };
    const { status, stderr } = synthesizeWith({ messenger });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/reminders\.once\.schedule names a time that has passed/),
    ]);
    expect(synthesizeWith({ messenger, untimed: 'true' })).toMatchObject({ status: 0 });
  });

  const thrown = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      expect(error).toHaveProperty('name', 'ContextError');
      return (error as Error).message;
    }
    throw new Error('nothing was refused');
  };
});
