/** The reminders function's file, built as it is deployed and run as Lambda runs it: alone, with its role's credentials in the environment. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { bundleReminders, functionHandler } from '../infra/bundle.ts';
import { readRemindersSettings } from '../lambda/io/reminders-settings.ts';
import { canary } from './canary.ts';
import { httpEvent, message } from './function.ts';
import { ourSecret } from './peers/secrets-peer.ts';
import { group, parkedQueueArn, queueArn, roleArn } from './reminders-function.ts';

// Outside the repository: whatever the bundle lacks is not found in node_modules by chance.
const dir = mkdtempSync(join(tmpdir(), 'reminders-'));
afterAll(() => rmSync(dir, { recursive: true }));
const bundle = join(bundleReminders(dir), functionHandler.file);

const settings = {
  MESSENGER_SECRET_ID: 'messenger',
  REMINDERS_TABLE: 'reminders',
  LEDGER_TABLE: 'ledger',
  SCHEDULE_GROUP: group,
  SCHEDULE_ROLE_ARN: roleArn,
  QUEUE_ARN: queueArn,
  PARKED_QUEUE_ARN: parkedQueueArn,
  SEND_RULES: '{"mode":"live","prefixes":{"+1":"allow"}}',
};

test('sets the first reminder of the day soon: the file that Lambda must read stays under 340 KB', () => {
  expect(readFileSync(bundle).length).toBeLessThanOrEqual(340_000);
});

test('sets one reminder under the credentials of its role, and loads no undici for it', async () => {
  const { url, calls } = await listen();
  const nextYear = new Date().getUTCFullYear() + 1;
  const body = { At: `${nextYear}-03-01T09:00`, TimeZone: 'Europe/Berlin', Message: message };
  const event = {
    ...httpEvent(JSON.stringify(body)),
    routeKey: 'PUT /reminders/{key}',
    pathParameters: { key: 'appt-42' },
  };
  const code = `
    const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 15_000 };
    require(${JSON.stringify(bundle)}).handler(${JSON.stringify(event)}, context).then((answer) => {
      const undici = process.moduleLoadList.filter((name) => name.includes('deps/undici'));
      console.log(JSON.stringify({ answer, undici }));
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', code], {
    cwd: dir,
    env: {
      ...settings,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'ASIAROLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_LAMBDA_FUNCTION_NAME: 'reminders',
      AWS_ENDPOINT_URL: url,
    },
  });
  const { answer, undici } = JSON.parse(String(stdout.trim().split('\n').at(-1)));
  expect(answer).toMatchObject({ statusCode: 201 });
  expect(undici).toEqual([]);
  expect(calls.map(({ asked }) => asked)).toEqual(['GetSecretValue', 'GetItem', 'POST /schedules', 'UpdateItem']);
  for (const { headers } of calls) expect(headers.authorization).toContain('Credential=ASIAROLE/');
});

test.each(Object.keys(settings))('%s that is wrong stops the start by its name, without its value', (name) => {
  const wrong = () => readRemindersSettings({ ...settings, [name]: canary.text });
  expect(wrong).toThrow(
    expect.objectContaining({ name: 'SettingsError', message: expect.stringMatching(`^${name} `) }),
  );
  expect(wrong).not.toThrow(canary.text);
});

/** Secrets Manager, DynamoDB (an empty table) and Scheduler on one port, told apart as AWS does. */
const listen = async () => {
  const calls: { asked: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(async (request, response) => {
    await text(request);
    const { headers, method, url } = request;
    const target = String(headers['x-amz-target'] ?? '').split('.')[1];
    const asked = target ?? `${method} ${String(url).split('/', 2).join('/')}`;
    calls.push({ asked, headers });
    const secret = { SecretString: ourSecret(), VersionId: 'v-1' };
    response.end(JSON.stringify(asked === 'GetSecretValue' ? secret : {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
};
