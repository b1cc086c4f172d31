/** What a deployment with other settings does to what is there: nothing that holds state, a name or an address is replaced. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { afterAll, describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { fields } from '../infra/context.ts';
import { functionHandler } from '../infra/function-code.ts';
import { HotTaskMessenger, type HotTaskMessengerProps } from '../infra/hottask-messenger.ts';
import { everySetting, secretArn, shipped, topic } from './every-setting.ts';
import { ids, type Resource, synthesize } from './stack-template.ts';

/**
 * What is lost with its resource, or known to somebody by its name → the properties that CloudFormation changes in place.
 * Of the others some replace it, and a secret's generator overwrites what is in it; so none of them may change. A rule is
 * among them for its name: the idempotency keys of `onEvent` stand behind it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
 */
const inPlace: Record<string, string[]> = {
  'AWS::DynamoDB::Table': [],
  'AWS::SecretsManager::Secret': [],
  'AWS::SQS::Queue': ['RedrivePolicy'],
  'AWS::Logs::LogGroup': ['RetentionInDays'],
  'AWS::Lambda::Function': ['Environment', 'Code', 'TracingConfig'],
  'AWS::Events::Rule': ['Targets'],
  // A schedule's own name and group never change either, but it holds nothing that is not in cdk.json.
  'AWS::Scheduler::ScheduleGroup': [],
  'AWS::ApiGatewayV2::Api': [],
  'AWS::ApiGatewayV2::Stage': ['DefaultRouteSettings'],
};

type Kept = Record<string, Resource & { Type: string }>;

const resources = (template: Template) => template.toJSON().Resources as Kept;

/** Without what may change. */
const pinned = (template: Template): Kept =>
  Object.fromEntries(
    Object.entries(resources(template)).flatMap(([id, resource]) => {
      const changing = inPlace[resource.Type];
      if (!changing) return [];
      const { Type, DeletionPolicy, UpdateReplacePolicy } = resource;
      const Properties = Object.fromEntries(
        Object.entries(resource.Properties).filter(([name]) => !changing.includes(name)),
      );
      return [[id, { Type, DeletionPolicy, UpdateReplacePolicy, Properties }]];
    }),
  );

describe('no setting of cdk.json puts an empty ledger, queue, secret or log in the place of a full one', () => {
  /** With a secret of the user's own ours leaves the stack, and stays in the account. */
  const leaves: Record<string, string[]> = { hottaskSecretArn: [ids.hottaskSecret] };

  const usual = synthesize({});
  const names = settingsOf(fields);

  const tried: [string, string[]][] = [
    ...names.map((name): [string, string[]] => [name, [name]]),
    ['all at once', names],
  ];

  test.each(tried)('%s', (_, changing) => {
    const changed = synthesize(changing.reduce<object>((settings, name) => withOther(settings, name.split('.')), {}));
    expect(resources(changed)).not.toEqual(resources(usual));
    const left = changing.flatMap((name) => leaves[name] ?? []);
    for (const [id, resource] of Object.entries(pinned(usual)))
      if (left.includes(id)) expect(resource.DeletionPolicy, id).toBe('Retain');
      else expect(pinned(changed)[id], id).toEqual(resource);
  });

  test('nor does one rule or topic more, or one less', () => {
    const few = pinned(synthesize({ onEvent: { shipped }, topics: [topic] }));
    const more = pinned(synthesize({ onEvent: { before: shipped, shipped }, topics: [`${topic}-before`, topic] }));
    for (const [id, resource] of Object.entries(few)) expect(more[id], id).toEqual(resource);
  });

  test('whatever outlives the stack is looked at here', () => {
    const outliving = Object.values(resources(usual)).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(outliving.length).toBeGreaterThan(5);
    for (const { Type } of outliving) expect(Object.keys(inPlace)).toContain(Type);
  });
});

describe('no prop of the construct does either', () => {
  const dir = mkdtempSync(join(tmpdir(), 'upgrades-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const codeOf = (answer: string) => {
    const code = mkdtempSync(join(dir, 'code-'));
    writeFileSync(join(code, functionHandler.file), `exports.handler = async () => ${answer};`);
    return code;
  };
  const usualCode = codeOf('1');
  /** `npm run check` refuses a prop that is not among them. */
  const other: { [prop in keyof Required<HotTaskMessengerProps>]: (stack: Stack) => HotTaskMessengerProps[prop] } = {
    mode: () => 'live',
    allowList: () => ['+12025550123'],
    prefixes: () => ({ '+1': 'allow' }),
    requireKeys: () => true,
    maxAge: () => Duration.hours(33),
    breakerAfter: () => 5,
    serialNumber: () => 'SN-1',
    hottaskUrl: () => 'https://hottask.example',
    hottaskSecret: (stack) => Secret.fromSecretCompleteArn(stack, 'Own', secretArn),
    ratePerSecond: () => 50,
    burst: () => 60,
    maxConcurrency: () => 2,
    tracing: () => true,
    logRetention: () => RetentionDays.ONE_WEEK,
    sendCode: () => codeOf('2'),
    remindersCode: () => codeOf('2'),
  };
  const make = (props: (stack: Stack) => HotTaskMessengerProps) => {
    const stack = new Stack(new App(), 'Shop');
    new HotTaskMessenger(stack, 'Messenger', { sendCode: usualCode, remindersCode: usualCode, ...props(stack) });
    return Template.fromStack(stack);
  };
  const usual = make(() => ({}));

  test.each(Object.entries(other))('%s', (prop, value) => {
    const changed = make((stack) => ({ [prop]: value(stack) }));
    expect(resources(changed)).not.toEqual(resources(usual));
    for (const [id, resource] of Object.entries(pinned(usual)))
      if (prop !== 'hottaskSecret' || id !== ids.hottaskSecret) expect(pinned(changed)[id], id).toEqual(resource);
  });
});

/** Each setting with those around it: `rules.mode`. */
const settingsOf = (schema: z.core.$ZodType, path: string[] = []): string[] => {
  const { innerType, shape } = schema._zod.def as { innerType?: z.core.$ZodType; shape?: z.core.$ZodShape };
  if (innerType) return settingsOf(innerType, path);
  if (shape) return Object.entries(shape).flatMap(([name, inner]) => settingsOf(inner, [...path, name]));
  return [path.join('.')];
};

/** With this setting's value of `everySetting`, which must have one. */
const withOther = (settings: object, path: string[], from: object = everySetting): object => {
  const [name = '', ...rest] = path;
  if (!Object.hasOwn(from, name))
    throw new Error(`test/every-setting.ts has no value for ${path.join('.')}: give it one`);
  const value = from[name as keyof typeof from] as object;
  const inner = (settings as Record<string, object>)[name] ?? {};
  return { ...settings, [name]: rest.length === 0 ? value : withOther(inner, rest, value) };
};
