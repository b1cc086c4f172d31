/** What keeps texts from going out is found before anybody waits for one, and each fault is told apart, with its mend. */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { nearby, secretIds } from '../sandbox/settings.ts';
import { startAws } from './aws/stand-in.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask, hottaskAhead, type Ran } from './hottask-command.ts';
import { closedPort } from './peers/hottask-peer.ts';
import { sharedSandbox } from './sandbox-process.ts';

const sandbox = await sharedSandbox();
const client = new SecretsManagerClient(nearby(sandbox.aws));
afterAll(() => client.destroy());
const set = (SecretId: string, SecretString: string) =>
  client.send(new PutSecretValueCommand({ SecretId, SecretString }));
const callers =
  '{"Callers":{"sandbox":["5e5b8b8ad2ea6e5dfa3a3b1d21e6c5c6b8f9a1e5d6c7b8a99a8b7c6d5e4f3a2b"]},"Pepper":"p"}';
beforeEach(async () => {
  await set(secretIds.hottask, canary.secretKey);
  await set(secretIds.messenger, callers);
});

const start = async () => {
  const aws = await startAws(sandbox);
  aws.deployment.environment = {
    HOTTASK_URL: sandbox.hottask,
    HOTTASK_SECRET_ID: secretIds.hottask,
    MESSENGER_SECRET_ID: secretIds.messenger,
    LEDGER_TABLE: aws.outputs.LedgerTable,
    REMINDERS_TABLE: aws.outputs.RemindersTable,
    PARKED_QUEUE_URL: aws.outputs.ParkedQueueUrl,
    HOTTASK_SERIAL_NUMBER: message.SerialNumber,
    SEND_RULES: '{"mode":"live","prefixes":{"+1":"allow"}}',
  };
  return aws;
};

const read = ({ code, out, err }: Ran) => {
  expect(err).toBe('');
  const { IsWell, Checks } = JSON.parse(out) as {
    IsWell: boolean;
    Checks: { Name: string; Is: string; Says: string }[];
  };
  const of = (is: string) =>
    Object.fromEntries(Checks.filter(({ Is }) => Is === is).map(({ Name, Says }) => [Name, Says]));
  return { code, isWell: IsWell, failed: of('failed'), warning: of('warning'), skipped: Object.keys(of('skipped')) };
};
const doctor = async ({ env }: { env: Record<string, string> }, ...args: string[]) =>
  read(await hottask(['doctor', '--json', ...args], env));

test('of a deployment that can text each line is ok, nothing was sent, and nothing is shown', async () => {
  const aws = await start();
  const { code, out, err } = await hottask(['doctor'], aws.env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trim().split('\n');
  expect(lines.at(-1)).toBe('All is well. Warnings: 0.');
  expect(lines.slice(0, -2)).toHaveLength(17);
  for (const line of lines.slice(0, -2)) expect(line).toMatch(/^ok {7}/);
  expect(await (await fetch(`${sandbox.url}/api/messages`)).json()).toMatchObject({ Messages: [] });
  expect(aws.calls).not.toContain('lambda:InvokeFunction');
});

describe('five faults are told apart', () => {
  test('a key that HotTask does not know', async () => {
    await set(secretIds.hottask, 'wrong-key');
    expect(await doctor(await start())).toEqual({
      code: 1,
      isWell: false,
      failed: { 'HotTask key': 'HotTask does not know the key: put the current one: npm run hottask -- secret' },
      warning: {},
      skipped: ['chatbot'],
    });
  });

  test('a chatbot that HotTask does not know', async () => {
    expect(await doctor(await start(), '--serial-number', 'wrong-chatbot')).toMatchObject({
      code: 1,
      failed: { chatbot: expect.stringMatching(/^HotTask does not know the chatbot under this key \(Code 404\): /) },
      skipped: [],
    });
  });

  test('no way to HotTask', async () => {
    const aws = await start();
    aws.deployment.environment.HOTTASK_URL = (await closedPort()).replace('https://localhost', 'http://127.0.0.1');
    expect(await doctor(aws)).toMatchObject({
      code: 1,
      failed: { 'HotTask key': expect.stringMatching(/^HotTask cannot be reached from this machine \(ECONNREFUSED\)/) },
      skipped: ['chatbot'],
    });
  });

  test('an empty secret', async () => {
    await set(secretIds.hottask, ' ');
    expect(await doctor(await start())).toMatchObject({
      code: 1,
      failed: { secret: expect.stringMatching(/^HotTask's secret is empty, .*npm run hottask -- secret$/) },
      skipped: ['HotTask key', 'chatbot'],
    });
  });

  test.each([
    [3_600_000, 'ahead of'],
    [-3_600_000, 'behind'],
  ])('a clock that is an hour off (%i ms)', async (ms, how) => {
    const aws = await start();
    expect(read(await hottaskAhead(ms, ['doctor', '--json'], aws.env))).toMatchObject({
      code: 1,
      failed: { clock: expect.stringContaining(`this machine's clock is 60 minutes ${how} AWS's: set it by`) },
    });
  });
});

test('a clock that is a minute off is a warning', async () => {
  const aws = await start();
  expect(read(await hottaskAhead(60_000, ['doctor', '--json'], aws.env))).toMatchObject({
    code: 0,
    warning: { clock: expect.stringMatching(/clock is (59|60|61) seconds ahead of AWS's/) },
  });
});

test('what is paused is said, line by line, with the way on', async () => {
  const aws = await start();
  aws.deployment.mapping.enabled = false;
  aws.deployment.reserved = 0;
  const { code, failed } = await doctor(aws);
  expect(code).toBe(1);
  expect(failed).toEqual({
    'queue mapping': expect.stringMatching(/\(Disabled\), where it waits at most 4 days: npm run hottask -- resume/),
    concurrency: expect.stringMatching(/^the function is paused .*npm run hottask -- resume/),
  });
});

test('what keeps nobody from texting, but should be looked at, is a warning', async () => {
  await set(secretIds.messenger, '{"Callers":{},"Pepper":"p"}');
  const aws = await start();
  aws.deployment.environment.SEND_RULES = '{"mode":"live"}';
  delete aws.deployment.environment.HOTTASK_SERIAL_NUMBER;
  aws.deployment.timeToLive = 'DISABLED';
  const { code, warning } = await doctor(aws);
  expect(code).toBe(0);
  expect(warning).toEqual({
    chatbot: expect.stringMatching(/^no chatbot is set/),
    callers: expect.stringMatching(/^nobody may call over HTTP: npm run hottask -- caller add/),
    rules: expect.stringMatching(/^nobody may be texted \(mode live\)/),
    ledger: expect.stringMatching(/^the table of the ledger forgets nothing/),
    reminders: expect.stringMatching(/^the table of the reminders forgets nothing/),
  });
});

test('a setting that stops the function is named', async () => {
  const aws = await start();
  aws.deployment.environment.SEND_RULES = '{"mode":"loud"}';
  expect(await doctor(aws)).toMatchObject({
    code: 1,
    failed: { 'HotTask key': expect.stringMatching(/^The function stops at its start: SEND_RULES\.mode is wrong/) },
    skipped: ['chatbot', 'rules'],
  });
});

test('names in Callers that no caller may have are ignored, and told without the names', async () => {
  const aws = await start();
  const digest = 'a'.repeat(64);
  await set(
    secretIds.messenger,
    JSON.stringify({ Callers: { 'web shop': [digest], Zoë: [digest], web: [digest] }, Pepper: 'p' }),
  );
  expect((await doctor(aws)).warning.callers).toMatch(
    /^2 of the names in Callers are none that a caller may have, and are ignored: see npm run hottask -- caller list$/,
  );
});

test('a group of schedules that is being deleted, with every reminder in it', async () => {
  const aws = await start();
  aws.deployment.groupState = 'DELETING';
  expect(await doctor(aws)).toMatchObject({
    code: 1,
    failed: { schedules: expect.stringMatching(/^the schedules' group is not active \(DELETING\)/) },
  });
});

test('an index that is still being filled: by the due time nothing can be listed yet', async () => {
  const aws = await start();
  aws.deployment.indexStatus = 'CREATING';
  const { code, warning } = await doctor(aws);
  expect(code).toBe(0);
  expect(warning).toMatchObject({ reminders: expect.stringMatching(/still fills the index.*remind list --sort key$/) });
});

test('a stack whose time zones are of another release: the mend is to deploy and to replan', async () => {
  const aws = await start();
  aws.outputs.TimeZoneData = '2025b';
  const { warning } = await doctor(aws);
  expect(warning).toMatchObject({
    'time zones': expect.stringMatching(/release 2025b, and this checkout has \w+: .* deploy, then .* remind replan$/),
  });
});

test('the mend is for the stage that was looked at, not for production', async () => {
  const aws = await start();
  aws.deployment.stacks.set('HotTaskMessenger-staging', {
    status: 'CREATE_COMPLETE',
    outputs: aws.outputs,
    resources: [],
  });
  aws.deployment.reserved = 0;
  await set(secretIds.hottask, '{}');
  await set(secretIds.messenger, '{"Callers":{},"Pepper":"p"}');
  const { failed, warning } = await doctor(aws, '--stage', 'staging', '--region', 'us-east-1');
  const there = ' --stage staging --region us-east-1';
  expect(failed.concurrency).toContain(`npm run hottask -- resume${there} lets`);
  expect(failed.secret).toMatch(new RegExp(`: npm run hottask -- secret${there}$`));
  expect(warning.callers).toContain(`npm run hottask -- caller add NAME${there} makes`);
});

test('a route that answers strangers otherwise than by our 401', async () => {
  const aws = await start();
  aws.outputs.SendUrl = `${sandbox.url}/elsewhere`;
  expect((await doctor(aws)).failed).toEqual({ route: expect.stringMatching(/is answered 404, and not by our 401/) });
});

describe('what several lines need is told once, and the others are skipped', () => {
  test('no stack', async () => {
    const { code, failed, skipped } = await doctor(await start(), '--stage', 'staging');
    expect(code).toBe(1);
    expect(failed).toEqual({ stack: expect.stringMatching(/^There is no stack HotTaskMessenger-staging/) });
    expect(skipped).toHaveLength(14);
  });

  test('no credentials, and no region', async () => {
    const { code, failed, skipped } = read(await hottask(['doctor', '--json', '--region', 'us-east-1']));
    expect(code).toBe(1);
    expect(failed).toEqual({ account: expect.stringMatching(/^There are no AWS credentials: sign in [^-]*$/) });
    expect(skipped).toHaveLength(16);
    expect(read(await hottask(['doctor', '--json'])).failed).toEqual({
      account: expect.stringMatching(/^Name the stack's region/),
    });
  });

  test('a right that is missing: the other lines stand', async () => {
    const aws = await start();
    aws.refuse = (right) => (right === 'dynamodb:DescribeTable' ? ['AccessDeniedException'] : undefined);
    expect((await doctor(aws)).failed).toEqual({
      ledger: expect.stringMatching(/need the right dynamodb:DescribeTable /),
      reminders: expect.stringMatching(/need the right dynamodb:DescribeTable /),
    });
  });
});

test.each<[string[], RegExp]>([
  [['doctor', 'x'], /^There is a word too much/],
  [['doctor', '--stage', ''], /^--stage must be/],
  [['doctor', '--local'], /^There is no such option as --local: doctor takes/],
])('%j is wrong usage', async (args, says) => {
  const { code, err } = await hottask(args);
  expect(code).toBe(2);
  expect(err).toMatch(says);
});
