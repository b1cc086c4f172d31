/** Other people's clients against the sandbox: curl, Python's requests, the AWS CLI. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { canary } from '../canary.ts';
import { example } from '../hottask-examples.ts';
import { sharedSandbox } from '../sandbox-process.ts';
import { awsCli } from './aws-cli.ts';

const run = promisify(execFile);
const sandbox = await sharedSandbox();
const folder = await mkdtemp(join(tmpdir(), 'hottask-messenger-'));
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => void fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' }));

const texts = async () =>
  ((await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: object[] }).Messages;
const hello = { SerialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx', ToPhoneNumber: '+1234567890', Message: 'Hello!' };

test('HotTask’s cURL example: one text, and every digit of the SessionID', async () => {
  const { stdout } = await run('sh', ['-c', example('cURL', sandbox.url)]);
  expect(stdout).toMatch(/^\{"Data":\{"Status":"True","Message":"","SessionID":123123123123123123\},.*\}$/);
  expect(await texts()).toMatchObject([hello]);
});

test('the line that npm start prints: one text', async () => {
  const printed = /^curl [\s\S]*?\n-d .*$/m.exec(sandbox.output())?.[0] as string;
  await run('sh', ['-c', printed]);
  expect(await texts()).toMatchObject([hello]);
});

test('HotTask’s Python example: one text, and every digit of the SessionID', async () => {
  const { stdout } = await run('/usr/bin/python3', ['-c', example('Python (Requests Library)', sandbox.url)]);
  expect(stdout).toMatch(/'Status': 'True', 'Message': '', 'SessionID': 1231231231231231\d\d/);
  expect(await texts()).toMatchObject([hello]);
});

const aws = (...args: string[]) => awsCli(sandbox.aws, args);

test('aws lambda invoke: one text', async () => {
  const file = join(folder, 'answer.json');
  const payload = JSON.stringify({ ...hello, IdempotencyKey: 'from-the-cli' });
  await aws(
    'lambda',
    'invoke',
    '--function-name',
    'hottask-messenger-send',
    '--cli-binary-format',
    'raw-in-base64-out',
    '--payload',
    payload,
    file,
  );
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ Success: true, Code: 200 });
  expect(await texts()).toMatchObject([hello]);
});

test('aws events put-events, sqs send-message, sns publish: one text each', async () => {
  const body = (IdempotencyKey: string) => JSON.stringify({ ...hello, IdempotencyKey });
  const Entries = [{ Source: 'shop', DetailType: 'SendTwilioMessage', Detail: body('e') }];
  await aws('events', 'put-events', '--entries', JSON.stringify(Entries));
  const queue = `${sandbox.aws}/000000000000/hottask-messenger`;
  await aws('sqs', 'send-message', '--queue-url', queue, '--message-body', body('q'));
  const topic = 'arn:aws:sns:us-east-1:000000000000:hottask-messenger';
  await aws('sns', 'publish', '--topic-arn', topic, '--message', body('t'));
  await expect.poll(async () => (await texts()).length).toBe(3);
});

test('aws secretsmanager put-secret-value: the new key is used at once', async () => {
  await aws(
    'secretsmanager',
    'put-secret-value',
    '--secret-id',
    'hottask-secret-key',
    '--secret-string',
    canary.secretKey,
  );
  const { stdout } = await aws('secretsmanager', 'describe-secret', '--secret-id', 'hottask-secret-key');
  expect(Object.values(JSON.parse(stdout).VersionIdsToStages).flat()).toContain('AWSPREVIOUS');
  await run('sh', ['-c', example('cURL', sandbox.url)]);
  expect(await texts()).toHaveLength(1);
});
