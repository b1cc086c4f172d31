/** A caller is removed who has reminders set: none of them goes out, whatever stops the command on its way. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nearby, remindersTable, scheduleGroup, secretIds } from '../sandbox/settings.ts';
import { startAws } from './aws/stand-in.ts';
import { hottask, portOf, root } from './hottask-command.ts';
import { type Sandbox, startSandbox } from './sandbox-process.ts';
import { remindersOf } from './sandbox-reminders.ts';

const stale = 5 * 60 + 1;

/** A sandbox of its own, whose one caller has set these. */
const setUp = async (keys: string[]) => {
  const sandbox = await startSandbox();
  onTestFinished(async () => void (await sandbox.end('SIGKILL')));
  const reminders = remindersOf(sandbox);
  for (const key of keys) expect((await reminders.put(key)).status).toBe(201);
  return { sandbox, ...reminders, ...secretOf(sandbox), ...schedulesOf(sandbox), ...itemsOf(sandbox) };
};

const secretOf = (sandbox: Sandbox) => {
  const client = new SecretsManagerClient(nearby(sandbox.aws));
  onTestFinished(() => client.destroy());
  const SecretId = secretIds.messenger;
  const read = async () => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString as string;
  return {
    callers: async () => Object.keys(JSON.parse(await read()).Callers),
    secret: read,
    putSecret: (SecretString: string) => client.send(new PutSecretValueCommand({ SecretId, SecretString })),
  };
};

const itemsOf = (sandbox: Sandbox) => {
  const client = new DynamoDBClient(nearby(sandbox.aws));
  onTestFinished(() => client.destroy());
  return {
    /** As a firing leaves it that has taken this one. */
    setFiringUntil: (key: string, firingUntil: number) =>
      client.send(
        new UpdateItemCommand({
          TableName: remindersTable,
          Key: { pk: { S: 'sandbox' }, sk: { S: key } },
          UpdateExpression: 'SET firingUntil = :until, firedAt = :fired',
          ExpressionAttributeValues: { ':until': { N: String(firingUntil) }, ':fired': { N: String(Date.now()) } },
        }),
      ),
  };
};

const schedulesOf = (sandbox: Sandbox) => {
  const client = new SchedulerClient(nearby(sandbox.aws));
  onTestFinished(() => client.destroy());
  return {
    schedules: async () =>
      (await client.send(new ListSchedulesCommand({ GroupName: scheduleGroup, MaxResults: 100 }))).Schedules?.length,
  };
};

const remove = (sandbox: Sandbox, ...args: string[]) =>
  hottask(['caller', 'remove', 'sandbox', '--local', ...args], portOf(sandbox));

const keys = (count: number) => Array.from({ length: count }, (_, at) => `appt-${String(at).padStart(3, '0')}`);

describe('without --cancel-reminders', () => {
  test('it says how many are left, and what becomes of them: nobody is texted, each waits in parked, and one that is named goes out', async () => {
    const { sandbox, jump, texts, ask } = await setUp(['a', 'b']);
    const { code, out } = await remove(sandbox);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^sandbox is taken away\. .*\nIts reminders that are still to go out: 2\. Each ends in parked as Unauthorized once it is due; npm run hottask -- caller remove sandbox --cancel-reminders --local cancels them\.\n$/,
    );
    await jump({ AdvanceSeconds: 2 * 24 * 3_600 });
    expect(await texts()).toEqual([]);
    // By AWS's clock their time is over: none is still to go out.
    expect(await remove(sandbox, '--cancel-reminders')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There is no caller sandbox/),
    });
    const parked = (await ask('GET', '/api/parked')).body.Records as { Id: string; Attributes: { State: string } }[];
    expect(parked.map(({ Attributes: { State } }) => State)).toEqual(['Unauthorized', 'Unauthorized']);

    const all = await hottask(['parked', 'replay', '--all', '--yes', '--json', '--local'], portOf(sandbox));
    expect(JSON.parse(all.out)).toMatchObject({
      Replayed: [],
      Left: [{ Why: expect.stringMatching(/caller was removed/) }, {}],
    });
    const until = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString();
    const [first, second] = parked;
    const named = ['parked', 'replay', String(first?.Id), '--yes', '--until', until, '--local'];
    expect((await hottask(named, portOf(sandbox))).code).toBe(0);
    await expect.poll(texts, { timeout: 10_000 }).toHaveLength(1);
    const byPage = await ask('POST', '/api/parked/replay', { Ids: [second?.Id], Until: until });
    expect(byPage.body).toEqual({ Gone: [second?.Id], Failed: [] });
    await expect.poll(texts, { timeout: 10_000 }).toHaveLength(2);
  });

  test('the last key by its number is the whole caller: its reminders are told too', async () => {
    const { sandbox } = await setUp(['a']);
    const { code, out } = await remove(sandbox, '--key', '1', '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { Name: 'sandbox', KeysLeft: 0, ValidForMinutes: 5, RemindersLeft: 1 },
    ]);
  });

  test('who may not count them removes the caller all the same, and is told what is missing', async () => {
    const { sandbox, callers } = await setUp(['a']);
    const aws = await startAws(sandbox);
    aws.refuse = (right) => (right === 'dynamodb:Query' ? ['AccessDeniedException'] : undefined);
    const { code, out } = await hottask(['caller', 'remove', 'sandbox'], aws.env);
    expect(code).toBe(1);
    expect(out).toMatch(/^sandbox is taken away\. .*\nIts reminders could not be counted\. .*dynamodb:Query/);
    expect(await callers()).toEqual([]);
  });

  test('of a stack of before reminders it says nothing of them', async () => {
    const { sandbox } = await setUp([]);
    const aws = await startAws(sandbox);
    const { RemindersTable, ...before } = aws.outputs;
    aws.deployment.stacks.set('HotTaskMessenger', { status: 'CREATE_COMPLETE', outputs: before, resources: [] });
    const { code, out } = await hottask(['caller', 'remove', 'sandbox'], aws.env);
    expect([code, out]).toEqual([0, expect.stringMatching(/^sandbox is taken away\. It stays valid [^\n]*\n$/)]);
  });
});

describe('with --cancel-reminders', () => {
  test('all are cancelled, their schedules are gone, and nobody is texted', async () => {
    const { sandbox, callers, schedules, jump, texts, cancel, ask } = await setUp(keys(25));
    await cancel('appt-003');
    const { code, out, err } = await remove(sandbox, '--cancel-reminders', '--progress', '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        ...{ Name: 'sandbox', KeysLeft: 0, ValidForMinutes: 5, RemindersLeft: 0 },
        ...{ RemindersCancelled: 24, GoingOut: [], Fired: [], NotCancelled: [], SchedulesLeft: 0 },
      },
    ]);
    expect(err).toContain('24 reminders\n');
    expect([await callers(), await schedules()]).toEqual([[], 0]);
    await jump({ AdvanceSeconds: 2 * 24 * 3_600 });
    expect([await texts(), (await ask('GET', '/api/parked')).body.Records]).toEqual([[], []]);
  });

  test('killed in the middle, the same line goes on: none is left, nobody is texted, and nothing is parked', async () => {
    const { sandbox, callers, schedules, jump, texts, ask } = await setUp(keys(60));
    const aws = await startAws(sandbox);
    const args = ['caller', 'remove', 'sandbox', '--cancel-reminders'];
    const child = spawn(process.execPath, [`${root}cli/hottask.ts`, ...args], {
      env: { ...process.env, ...aws.env },
      stdio: 'ignore',
    });
    aws.refuse = (right) => {
      if (right === 'scheduler:DeleteSchedule' && aws.calls.filter((call) => call === right).length === 20)
        child.kill('SIGKILL');
      return undefined;
    };
    await once(child, 'exit');
    expect(await callers(), 'who is a caller still').toEqual(['sandbox']);
    expect(await schedules()).toBeGreaterThan(0);

    aws.refuse = () => undefined;
    const { code, out } = await hottask([...args, '--json'], aws.env);
    const told = JSON.parse(out);
    expect([code, told]).toEqual([0, expect.objectContaining({ RemindersLeft: 0, GoingOut: [], NotCancelled: [] })]);
    expect(told.RemindersCancelled).toBeLessThan(60);
    await jump({ AdvanceSeconds: 2 * 24 * 3_600 });
    expect([await texts(), (await ask('GET', '/api/parked')).body.Records]).toEqual([[], []]);
  });

  test('stopped by Ctrl-C it ends behind what is under way, and the caller stays until the same line goes on', async () => {
    const { sandbox, callers } = await setUp(keys(60));
    const aws = await startAws(sandbox);
    const args = ['caller', 'remove', 'sandbox', '--cancel-reminders'];
    const child = spawn(process.execPath, [`${root}cli/hottask.ts`, ...args], { env: { ...process.env, ...aws.env } });
    let said = '';
    child.stderr.on('data', (chunk) => (said += chunk));
    aws.refuse = (right) => {
      if (right === 'scheduler:DeleteSchedule') child.kill('SIGINT');
      return undefined;
    };
    expect((await once(child, 'exit'))[0]).toBe(1);
    expect(said).toMatch(/^Stopped: \d+ of its reminders are cancelled\. sandbox may call as before; the same line/);
    expect(await callers()).toEqual(['sandbox']);
    aws.refuse = () => undefined;
    expect((await hottask(args, aws.env)).code).toBe(0);
    expect(await callers()).toEqual([]);
  });

  test('one fires beside it: its recipient gets that text once, which is told, and the others are cancelled', async () => {
    const { sandbox, put, jump, texts } = await setUp(['later']);
    await put('now', { LateBySeconds: 3_600 });
    await jump({ To: 'next' });
    await expect.poll(texts, { timeout: 10_000 }).toHaveLength(2);
    await put('after', { At: '2030-01-01T09:00' });
    const { code, out } = await remove(sandbox, '--cancel-reminders');
    expect(code).toBe(0);
    expect(out).toMatch(
      /Reminders cancelled: 1\.\nToo late, since it had fired: 2\. later \(Sent\), now \(Sent\)\.\n$/,
    );
    await jump({ AdvanceSeconds: stale });
    expect(await texts()).toHaveLength(2);
  });

  test('one is going out at that moment: it is told and left alone, and the same line cancels what was not sent', async () => {
    const { sandbox, callers, setFiringUntil } = await setUp(['a', 'b']);
    await setFiringUntil('a', Date.now() + 60_000);
    const { code, out } = await remove(sandbox, '--cancel-reminders');
    expect(code).toBe(1);
    expect(out).toMatch(
      /Reminders cancelled: 1\.\nGoing out at this moment, so not cancelled: run the same line again: 1\. a\.\n/,
    );
    expect(await callers()).toEqual([]);
    await setFiringUntil('a', Date.now() - 5_000);
    const again = await remove(sandbox, '--cancel-reminders');
    expect([again.code, again.out]).toEqual([0, expect.stringMatching(/Reminders cancelled: 1\.\n$/)]);
  });

  test('of a caller who is gone already, what it had left is cancelled', async () => {
    const { sandbox, jump, texts } = await setUp(['a']);
    await remove(sandbox);
    const { code, out } = await remove(sandbox, '--cancel-reminders');
    expect([code, out]).toEqual([0, 'There was no caller sandbox any more.\nReminders cancelled: 1.\n']);
    await jump({ AdvanceSeconds: 2 * 24 * 3_600 });
    expect(await texts()).toEqual([]);
  });

  test('a schedule that cannot be deleted is told; it fires, nobody is texted, and nothing is parked', async () => {
    const { sandbox, jump, texts, ask } = await setUp(['a']);
    const aws = await startAws(sandbox);
    aws.refuse = (right) => (right === 'scheduler:DeleteSchedule' ? ['AccessDeniedException', 403] : undefined);
    const { code, out } = await hottask(['caller', 'remove', 'sandbox', '--cancel-reminders'], aws.env);
    expect(code).toBe(0);
    expect(out).toContain(
      'Schedules that could not be deleted (AccessDeniedException): 1. Each fires, and sends nothing.',
    );
    await jump({ AdvanceSeconds: 2 * 24 * 3_600 });
    expect([await texts(), (await ask('GET', '/api/parked')).body.Records]).toEqual([[], []]);
  });

  test('who lacks a right for it is told which, and that the caller is as it was', async () => {
    const { sandbox, callers } = await setUp(['a']);
    const aws = await startAws(sandbox);
    aws.refuse = (right) => (right === 'dynamodb:UpdateItem' ? ['AccessDeniedException'] : undefined);
    const { code, err } = await hottask(['caller', 'remove', 'sandbox', '--cancel-reminders'], aws.env);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/right dynamodb:UpdateItem .*\. sandbox may call as before/),
    ]);
    expect(await callers()).toEqual(['sandbox']);
  });

  test.each([['--oldest'], ['--key=1'], ['--ignored']])('with %s it is wrong usage', async (option) => {
    const { code, err } = await hottask(['caller', 'remove', 'web', '--cancel-reminders', option]);
    expect([code, err]).toEqual([2, expect.stringMatching(/--cancel-reminders/)]);
  });
});

describe('an entry that is ignored', () => {
  const names = { 'web shop': ['aa'], '+12025550123': [], web: ['ABC', 'c'.repeat(64)], shop: ['DEF'] };
  const start = JSON.stringify({ Callers: names, Pepper: 'p' });

  test('caller list says so, without a number, and caller remove --ignored takes it away', async () => {
    const { sandbox, secret, putSecret } = await setUp([]);
    await putSecret(start);
    const list = await hottask(['caller', 'list', '--local'], portOf(sandbox));
    expect(list.out).toMatch(
      /^Callers: 2\.\n\nweb\n .*\n\nshop\n .*\n\nweb shop\n {2}ignored, since .*\n\n\*\*\*\n {2}ignored/s,
    );
    expect((await hottask(['caller', 'remove', '--ignored', '--local'], portOf(sandbox))).out).toBe(
      'Entries of Callers that were ignored, and are taken away: 4.\n',
    );
    expect(JSON.parse(await secret()).Callers).toEqual({ web: ['c'.repeat(64)] });
    const again = await hottask(['caller', 'remove', '--ignored', '--local'], portOf(sandbox));
    expect([again.code, again.err]).toEqual([1, 'No entry of Callers is ignored. Nothing was changed\n']);
  });
});
