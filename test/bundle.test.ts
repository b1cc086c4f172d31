/** The file that Lambda loads, built as it is deployed and run as Lambda runs it: alone, with its role's credentials in the environment. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { bundleSend, functionHandler } from '../infra/bundle.ts';

// Outside the repository: whatever the bundle lacks is not found in node_modules by chance.
const dir = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(dir, { recursive: true }));

const bundle = join(bundleSend(join(dir, 'send')), functionHandler.file);

/** Nothing listens on port 9 (discard) of this machine. */
const nowhere = 'http://127.0.0.1:9';

const lambdaEnv = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIAROLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  AWS_LAMBDA_FUNCTION_NAME: 'send',
  HOTTASK_URL: nowhere,
  HOTTASK_SECRET_ID: 'hottask',
  MESSENGER_SECRET_ID: 'messenger',
  LEDGER_TABLE: 'ledger',
  REMINDERS_TABLE: 'reminders',
  PARKED_QUEUE_URL: `${nowhere}/000000000000/parked`,
  SEND_RULES: '{"mode":"live","prefixes":{"+1":"allow"}}',
  AWS_ENDPOINT_URL: nowhere,
};

/** Loads the bundle in a process of its own, then runs `then`; what that gives to `tell` comes back. */
const load = async (then: string, env: Record<string, string> = {}) => {
  const script = `
    const tell = (value) => process.stdout.write('\\n' + JSON.stringify(value));
    const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 20_000 };
    const { handler } = require(${JSON.stringify(bundle)});
    ${then}`;
  const child = spawn(process.execPath, ['-e', script], { cwd: dir, env: { ...lambdaEnv, ...env }, timeout: 20_000 });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stderr, told: JSON.parse(code === 0 ? (stdout.split('\n').at(-1) as string) : 'null') };
};

const goodMessage = { SerialNumber: 'SN', ToPhoneNumber: '+12025550123', Message: 'hi', IdempotencyKey: 'k' };

const invoke = (event: unknown) => `
  handler(${JSON.stringify(event)}, context).then(tell, ({ name, message }) => tell({ name, message }));`;

test('answers the first text of the day soon: the file that Lambda must read stays under 240 KB', () => {
  expect(readFileSync(bundle).length).toBeLessThanOrEqual(240_000);
});

test('answers the first text of the day soon: undici is loaded neither at the start nor by the first text', async () => {
  const { env, inbox } = await listen();
  const { told } = await load(
    `
    const undici = () => process.moduleLoadList.filter((name) => name.includes('deps/undici'));
    const atStart = undici();
    handler(${JSON.stringify(goodMessage)}, context).then(() => tell({ atStart, afterOneText: undici() }));`,
    env,
  );
  expect(inbox).toHaveLength(1);
  expect(told).toEqual({ atStart: [], afterOneText: [] });
});

test('answers the first text of the day soon: both secrets are on their way before an event comes', async () => {
  const { env, reads } = await listen();
  await load('tell(null)', env);
  expect(reads).toHaveLength(2);
});

test('deploys only what changed: built twice, from wherever, it is the same to the byte', () => {
  const bundleFile = JSON.stringify(join(import.meta.dirname, '../infra/bundle.ts'));
  const build = `import(${bundleFile}).then(({ bundleSend }) => bundleSend(${JSON.stringify(join(dir, 'again'))}))`;
  const { stderr } = spawnSync(process.execPath, ['-e', build], { cwd: dir, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(readFileSync(join(dir, 'again', functionHandler.file)).equals(readFileSync(bundle))).toBe(true);
});

test.each([
  ['SEND_RULES', '{"mode":"lve"}'],
  ['HOTTASK_URL', 'http://hottask.example'],
  ['HOTTASK_SECRET_ID', ''],
  ['MESSENGER_SECRET_ID', ''],
  ['LEDGER_TABLE', ''],
  ['REMINDERS_TABLE', ''],
  ['PARKED_QUEUE_URL', 'parked'],
  ['HOTTASK_SERIAL_NUMBER', 'no spaces'],
])('texts nobody by a wrong setting: %s stops the start by its name', async (name, value) => {
  const { code, stderr } = await load('tell(null)', { [name]: value });
  expect(code).not.toBe(0);
  const said = stderr.split('\n').find((line) => line.startsWith('SettingsError: '));
  expect(said?.split(/[ .]/)[1]).toBe(name);
});

test('tells a caller what is wrong with its message, even while nothing can be reached', async () => {
  const { told } = await load(invoke({}));
  expect(told).toMatchObject({ name: 'InvalidMessage', message: expect.stringContaining('ToPhoneNumber is required') });
});

test('sends one text with the key from Secrets Manager, read under the credentials of its role', async () => {
  const { env, inbox, reads } = await listen();
  const { told } = await load(invoke(goodMessage), env);
  expect(told).toMatchObject({ Code: 200 });
  expect(inbox.map(({ authorization }) => authorization)).toEqual(['the-key']);
  expect(reads).toHaveLength(2);
  for (const { authorization } of reads) expect(authorization).toContain('Credential=ASIAROLE/');
});

test('a trace gets nothing of a text: the function writes none of its own, and HotTask is not told that there is one', async () => {
  const daemon = createSocket('udp4');
  let segments = 0;
  daemon.on('message', () => (segments += 1));
  await once(daemon.bind(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void daemon.close());
  const { env, inbox } = await listen();
  await load(invoke(goodMessage), {
    ...env,
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  });
  expect(inbox).toHaveLength(1);
  expect(Object.keys(inbox[0] as object)).not.toContain('x-amzn-trace-id');
  // What was sent before is received before.
  const last = once(daemon, 'message');
  daemon.send('last', daemon.address().port, '127.0.0.1');
  await last;
  expect(segments).toBe(1);
});

/** Secrets Manager, DynamoDB (every write succeeds) and HotTask on one port, told apart by AWS's own header. */
const listen = async () => {
  const reads: IncomingHttpHeaders[] = [];
  const inbox: IncomingHttpHeaders[] = [];
  const secrets: Record<string, string> = { hottask: 'the-key', messenger: '{"Callers": {}, "Pepper": "p"}' };
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.startsWith('DynamoDB')) return response.end('{}');
    const isRead = target !== '';
    (isRead ? reads : inbox).push(request.headers);
    const read = { SecretString: secrets[body.SecretId], VersionId: 'v-1' };
    response.end(JSON.stringify(isRead ? read : { Data: { Status: 'True' }, Success: true, Code: 200 }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { env: { AWS_ENDPOINT_URL: url, HOTTASK_URL: url }, reads, inbox };
};
