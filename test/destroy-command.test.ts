/** A stage is taken away only on purpose, and what was sent, or waits, stays where it is. */
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { nearby } from '../sandbox/settings.ts';
import { startAws } from './aws/stand-in.ts';
import { hottaskAlone, hottaskIn, type Ran } from './hottask-command.ts';
import { makeProject } from './project.ts';
import { sharedSandbox } from './sandbox-process.ts';
import { remindersOf } from './sandbox-reminders.ts';

const sandbox = await sharedSandbox();
const sqs = new SQSClient(nearby(sandbox.aws));
afterAll(() => sqs.destroy());

const start = async (options?: { exitCode: number }) => {
  const [aws, project] = [await startAws(sandbox), makeProject('{}', options)];
  const resources = [
    ['AWS::DynamoDB::Table', 'ledger-1'],
    ['AWS::SecretsManager::Secret', 'secret-1'],
    ['AWS::SQS::Queue', 'https://sqs.us-east-1.amazonaws.com/123456789012/queue-1'],
    ['AWS::Logs::LogGroup', 'log-1'],
    ['AWS::Scheduler::ScheduleGroup', 'group-1'],
    ['AWS::Lambda::Function', 'function-1'],
  ].map(([type = '', id = '']) => ({ type, id }));
  aws.deployment.stacks.set('HotTaskMessenger', { status: 'CREATE_COMPLETE', outputs: aws.outputs, resources });
  const destroy = (...args: string[]): Promise<Ran> =>
    hottaskIn(project.folder, ['destroy', ...args], { ...aws.env, ...project.env });
  /** What its CDK says stands on its own standard error, so this one is in a process of its own. */
  const destroyAlone = (...args: string[]): Promise<Ran> =>
    hottaskAlone(project.folder, ['destroy', ...args], { ...aws.env, ...project.env });
  return { aws, project, destroy, destroyAlone };
};

test('by --yes the CDK takes it away; each part that stays is named, with the line that deletes it', async () => {
  const { project, destroyAlone } = await start();
  const { code, out, err } = await destroyAlone('--yes');
  expect({ code, err }).toEqual({ code: 0, err: 'cdk was here\n' });
  expect(project.calls()).toEqual([
    {
      args: ['destroy', 'HotTaskMessenger', '--force', '--context', 'stage=production', '--context', 'untimed=true'],
      region: 'us-east-1',
    },
  ]);
  expect(out).toMatch(
    /^HotTaskMessenger is gone\. Waiting in its queues: 0\. Reminders that do not go out: 0\. These stay, until you delete them:\n/,
  );
  expect(out).toContain(
    'table  ledger-1\n  aws dynamodb update-table --table-name ledger-1 --no-deletion-protection-enabled && aws dynamodb delete-table --table-name ledger-1\n',
  );
  for (const line of [
    'delete-secret --secret-id secret-1',
    'delete-queue --queue-url https://',
    'delete-log-group --log-group-name log-1',
    'schedules  group-1\n  aws scheduler delete-schedule-group --name group-1\n',
  ])
    expect(out).toContain(line);
  expect(out).not.toContain('function-1');
});

test('where the region was named, the lines that delete name it too', async () => {
  const { out } = await (await start()).destroyAlone('--yes', '--region', 'eu-west-1');
  const lines = out.match(/aws [a-z]+ (?:update|delete)-.*?(?= && |$)/gm) ?? [];
  expect(lines).toHaveLength(6);
  for (const line of lines) expect(line).toMatch(/ --region eu-west-1$/);
});

describe('without a word nothing is done', () => {
  const untouched = async (says: RegExp, ...args: string[]) => {
    const { project, destroy } = await start();
    const { code, out, err } = await destroy(...args);
    expect(out).toBe('');
    expect(err).toMatch(says);
    expect(project.calls()).toEqual([]);
    return code;
  };

  test('where nobody can be asked', async () => {
    expect(await untouched(/^Say that you mean HotTaskMessenger: --yes\. Nothing was done\n$/)).toBe(1);
  });

  test('of a stage that is not there', async () => {
    expect(await untouched(/^There is no stack HotTaskMessenger-staging/, '--stage', 'staging', '--yes')).toBe(1);
  });

  test('while messages wait: how many is told, and by --yes they stay where they are', async () => {
    const { aws, destroy } = await start();
    const QueueUrl = aws.outputs.ParkedQueueUrl;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    await untouched(/^Messages wait: 0 on the queue, 1 parked\. See parked list, or leave them .* by --yes\./);
    const { code, out } = await destroy('--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ Stack: 'HotTaskMessenger', OnQueue: 0, Parked: 1 });
    expect(aws.calls.filter((right) => /Delete|Purge/.test(right))).toEqual([]);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });

  test('while reminders are still to go out: how many is told, and by --yes they stay where they are', async () => {
    const { put, cancel } = remindersOf(sandbox);
    for (const key of ['appt-1', 'appt-2', 'called-off']) await put(key);
    await cancel('called-off');
    await untouched(/^Reminders that are still to go out: 2\. None of them would: .* by --yes\. Nothing was done\n$/);
    const { destroy } = await start();
    const { code, out } = await destroy('--yes', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ Reminders: 2 })]);
    for (const key of ['appt-1', 'appt-2']) await cancel(key);
  });

  test('of a version before reminders', async () => {
    const { aws, destroy } = await start();
    const { RemindersTable, ...before } = aws.outputs;
    aws.deployment.stacks.set('HotTaskMessenger', { status: 'CREATE_COMPLETE', outputs: before, resources: [] });
    expect((await destroy('--yes')).code).toBe(0);
  });

  test('without credentials, or without a region', async () => {
    const { folder, env } = makeProject('{}');
    expect((await hottaskIn(folder, ['destroy', '--yes', '--region', 'us-east-1'], env)).err).toMatch(
      /^There are no AWS credentials: sign in [^-]*$/,
    );
    expect((await hottaskIn(folder, ['destroy', '--yes'], env)).err).toMatch(/^Name the stack's region/);
  });

  test('a word too much', async () => {
    expect(await untouched(/^There is a word too much/, 'production')).toBe(2);
  });
});

test('a CDK that fails is told, and nobody is told that the stack is gone', async () => {
  const { destroyAlone } = await start({ exitCode: 1 });
  const { code, out, err } = await destroyAlone('--yes');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/cdk destroy did not end well \(exit code 1\)/);
});
