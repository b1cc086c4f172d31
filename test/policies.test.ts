/** Whoever has the policy of infra/policies/ can run every command, and can do little else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rightOf } from '../cli/aws-access.ts';
import { root } from './hottask-command.ts';
import { ids } from './stack-template.ts';

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: object;
}

const names = ['ci', 'deployer'] as const;
const policy = (name: string): { Version: string; Statement: Statement[] } =>
  JSON.parse(readFileSync(`${root}infra/policies/${name}.json`, 'utf8'));
const actions = (name: string) => policy(name).Statement.flatMap(({ Action }) => Action);

const clients: Record<string, string> = {
  cloudformation: 'CloudFormation',
  dynamodb: 'DynamoDB',
  eventbridge: 'EventBridge',
  lambda: 'Lambda',
  scheduler: 'Scheduler',
  'secrets-manager': 'SecretsManager',
  sqs: 'SQS',
  sts: 'STS',
};

/** Each right that a call of AWS's SDK in cli/ needs, as the file that makes the call names it. */
const asked = readdirSync(`${root}cli`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => {
    const text = readFileSync(join(root, 'cli', name), 'utf8').replace(/^import type .*$/gm, '');
    const calls = [...text.matchAll(/\b(?:new (?:sdk\.)?(\w+)Command\(|paginate([A-Z]\w+)\()/g)].map(
      ([, a, b]) => a ?? b,
    );
    if (calls.length === 0) return [];
    const services = new Set(
      [...text.matchAll(/@aws-sdk\/client-([a-z-]+)'/g)].map(([, service]) => service as string),
    );
    expect([...services], `${name} speaks to one service, so that its calls can be told`).toHaveLength(1);
    return calls.map((call) => rightOf(`${clients[[...services][0] as string]}Client`, `${call}Command`));
  });

test('there are calls to look for', () => expect(new Set(asked).size).toBeGreaterThan(20));

test.each([...new Set(asked)].sort())('a deployer may do %s, which a command asks for', (right) => {
  expect(actions('deployer')).toContain(right);
});

test('a deployer may do nothing that no command asks for, but deploy, and give a replanned schedule its role', () => {
  expect(actions('deployer').filter((right) => !asked.includes(right))).toEqual(['sts:AssumeRole', 'iam:PassRole']);
});

describe.each(names)('%s.json', (name) => {
  const { Version, Statement } = policy(name);

  test('is a policy that allows by name, without a star among its actions', () => {
    expect(Version).toBe('2012-10-17');
    for (const { Sid, Effect, Action } of Statement) {
      expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(Effect).toBe('Allow');
      for (const one of Action) expect(one).toMatch(/^[a-z]+:[A-Z]\w+$/);
    }
    expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
  });

  test('reaches the stack’s own parts alone; who somebody is anybody may ask', () => {
    const all = Statement.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(all).toEqual(['sts:GetCallerIdentity']);
    for (const { Resource, Condition } of Statement.filter(({ Resource: [first] }) => first !== '*'))
      for (const arn of Resource)
        expect(`${arn} ${JSON.stringify(Condition)}`).toMatch(
          /HotTaskMessenger-?|cdk-hnb659fds-|CDKToolkit|secret:Messenger/,
        );
  });

  test('fits into one policy of IAM', () => {
    expect(JSON.stringify(policy(name)).length).toBeLessThan(6_144);
  });
});

test('the secrets’ names begin as CloudFormation makes them: of their ids, with the stack’s name before them or without', () => {
  const secrets = policy('deployer')
    .Statement.flatMap(({ Resource }) => Resource)
    .flatMap((arn) => /:secret:([\w-]+)\*$/.exec(arn)?.[1] ?? []);
  for (const id of [ids.hottaskSecret, ids.messengerSecret])
    for (const name of [id, `HotTaskMessenger-${id}`, `HotTaskMessenger-staging-${id}`])
      expect(secrets.some((start) => name.startsWith(start))).toBe(true);
});

test('a pipeline may deploy, and reads no secret and no message', () => {
  expect(actions('ci').sort()).toEqual(['cloudformation:DescribeStacks', 'sts:AssumeRole', 'sts:GetCallerIdentity']);
});
