/** The `messenger` object of cdk.json: what is wrong with it is said before anything is built. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readContext } from '../infra/context.ts';

const dir = mkdtempSync(join(tmpdir(), 'context-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('a wrong key in cdk.json stops the deployment by its name', () => {
  const tooMany = Array.from({ length: 200 }, (_, i) => `+120255501${i + 10}`);

  const topic = 'arn:aws:sns:eu-central-1:111122223333:orders';
  const shipped = {
    pattern: { 'detail-type': ['Shipped'] },
    template: { ToPhoneNumber: '{{detail.phone}}', Message: 'On its way: {{ detail.items.0.name }}' },
  };
  const template = (more: object) => ({ onEvent: { x: { ...shipped, template: { ...shipped.template, ...more } } } });

  test.each<[string, unknown]>([
    ['messenger must be an object', undefined],
    ['messenger must be an object', 'live'],
    [
      'messenger has unknown keys (hottaskURL): it takes hottaskUrl, serialNumber,',
      { hottaskURL: 'https://a.example' },
    ],
    ['messenger.hottaskUrl must be https://host', { hottaskUrl: 'http://hottask.example' }],
    ['messenger.hottaskUrl must be https://host', { hottaskUrl: 'http://127.0.0.1:3000' }],
    ['messenger.hottaskUrl must be https://host', { hottaskUrl: 'https://me:pass-word@hottask.example' }],
    ['messenger.serialNumber must be 1 to 64', { serialNumber: 'a b' }],
    ['messenger.hottaskSecretArn must be the complete ARN', { hottaskSecretArn: 'our/hottask' }],
    ['messenger.rules has unknown keys (modus): it takes mode, allowList,', { rules: { modus: 'live' } }],
    ['messenger.rules must be an object of at most 2,800 bytes', { rules: { allowList: tooMany } }],
    ['messenger.rules.mode must be one of live, allow-list, dry-run; got "on"', { rules: { mode: 'on' } }],
    ['messenger.rules.allowList[1] must be', { rules: { allowList: ['+13125550123', '3125550123'] } }],
    ['messenger.rules.prefixes must be "+"', { rules: { prefixes: { 3125550123: 'allow' } } }],
    ['messenger.rules.prefixes must be "+"', { rules: { prefixes: { '+13125550123': 'yes' } } }],
    ['messenger.rules.requireKeys must be true or false', { rules: { requireKeys: 'true' } }],
    ['messenger.rules.maxAgeSeconds must be a whole number', { rules: { maxAgeSeconds: 118_801 } }],
    ['messenger.throttle must be an object', { throttle: 5 }],
    ['messenger.throttle has unknown keys (rate): it takes ratePerSecond, burst', { throttle: { rate: 5 } }],
    ['messenger.throttle.ratePerSecond must be a whole number', { throttle: { ratePerSecond: 0 } }],
    ['messenger.throttle.burst must be a whole number', { throttle: { burst: 2.5 } }],
    ['messenger.maxConcurrency must be a whole number of batches from 2 to 1000; got 1', { maxConcurrency: 1 }],
    ['messenger.topics[0] must be a list of ARNs of SNS topics (no FIFO', { topics: [`${topic}.fifo`] }],
    ['messenger.topics[1] must be a list of ARNs', { topics: [topic, 'orders'] }],
    ['messenger.onEvent must be an object such as', { onEvent: [] }],
    ['messenger.onEvent must be an object such as', { onEvent: { 'a b': shipped } }],
    [
      'messenger.onEvent.x has unknown keys (when): it takes pattern, template',
      { onEvent: { x: { ...shipped, when: 1 } } },
    ],
    ['messenger.onEvent.x.pattern must be an EventBridge pattern', { onEvent: { x: { ...shipped, pattern: {} } } }],
    ['messenger.onEvent.x.template.ToPhoneNumber must be E.164', template({ ToPhoneNumber: '3125550123' })],
    ['messenger.onEvent.x.template.Message must be a text; its places', template({ Message: 'Hi {{customer.name}}' })],
    ['messenger.onEvent.x.template.Message must be a text; its places', template({ Message: 'Hi {{detail.name}' })],
    [
      'messenger.onEvent.x.template.IdempotencyKey must be a text with a place',
      template({ IdempotencyKey: 'shipped' }),
    ],
    ['messenger.onEvent.x.template has unknown keys (Mesage): it takes SerialNumber,', template({ Mesage: 'Hi' })],
    ['messenger.onEvent.x.template must be an object such as', template({ Message: '<'.repeat(1_500) })],
    ['messenger.logRetentionDays must be one of 1, 3, 5, 7,', { logRetentionDays: 2 }],
  ])('%s', (said, messenger) => {
    const error = thrown(() => readContext(messenger));
    expect(error.split('\n')).toEqual([expect.stringContaining(said)]);
    expect(error).not.toMatch(/3125550123|pass-word/);
  });

  test('all of them at once, a line each', () => {
    const error = thrown(() => readContext({ serialNumber: 7, rules: { mode: 1 } }));
    expect(error.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'messenger.serialNumber',
      'messenger.rules.mode',
    ]);
  });

  test('in one line without a stack, and nothing is synthesized', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../infra/app.ts')], {
      cwd: dir,
      encoding: 'utf8',
      env: { CDK_CONTEXT_JSON: '{"messenger":{"serialNumber":"a b"}}', CDK_OUTDIR: join(dir, 'none') },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^messenger\.serialNumber must be .*; got "a b"\n$/);
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
