/** `npm run emulator` as a person uses it: the lines that it prints are pasted into a shell. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { credentials, region } from '../../emulator/environment.ts';
import { example } from '../hottask-examples.ts';
import { blocks } from '../readme.ts';

const root = join(import.meta.dirname, '../..');
/** All that it writes outside the project is below it. */
const folder = await mkdtemp(join(tmpdir(), 'emulator-test-'));
afterAll(() => rm(folder, { recursive: true }));

const start = (args: string[] = [], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [join(root, 'emulator/start.ts'), ...args], {
    env: { ...process.env, PORT: '0', TMPDIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  child.once('exit', () => reject(new Error(output)));
  const awaited: { text: string; seen: () => void }[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
      for (const { text, seen } of awaited) if (output.includes(text)) seen();
    });
  return {
    output: () => output,
    /** Rejects with what it said where it ends instead. */
    says: (text: string) =>
      Promise.race([
        failed,
        new Promise<void>((seen) => (output.includes(text) ? seen() : awaited.push({ text, seen }))),
      ]),
    /** Gives its exit code. */
    end: async (signal?: NodeJS.Signals): Promise<number | null> => {
      if (signal) child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
};

/**
 * Lines, one after the other in a real terminal that is signed in to some account of its own. Each question that is shown
 * gets its answer.
 */
const atTerminal = async (lines: string[], answers: Record<string, string>) => {
  const home = await mkdtemp(join(tmpdir(), 'emulator-home-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const child = spawn('script', ['-qec', `set -e\n${lines.join('\n')}`, '/dev/null'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      SHELL: '/bin/sh',
      TERM: 'xterm',
      NO_UPDATE_NOTIFIER: '1',
      AWS_PROFILE: 'another-account',
      AWS_SESSION_TOKEN: 'another-token',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  const open = Object.entries(answers);
  child.stdout.on('data', (chunk) => {
    shown += chunk;
    const at = open.findIndex(([question]) => shown.includes(question));
    if (at >= 0) child.stdin.write(`${open.splice(at, 1)[0]?.[1]}\r`);
  });
  const [code] = await once(child, 'close');
  return { code, shown };
};

const isAnswered = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('when it is ready', () => {
  const emulator = start();
  const printed = (form: RegExp) => form.exec(emulator.output())?.[0] as string;
  const enter = () => printed(/^cd .*$/m);
  const curl = async (line: string) => (await promisify(execFile)('sh', ['-c', line], { cwd: root })).stdout;
  beforeAll(() => emulator.says('Ctrl-C ends it'), 900_000);
  afterAll(() => emulator.end('SIGKILL'));

  test('the printed commands, given at a terminal, lead from nothing to a text', async () => {
    const commands = emulator.output().match(/^npm run hottask -- .*$/gm) ?? [];
    expect(commands).toEqual((blocks('sh').find((block) => block.includes('hottask -- deploy')) ?? '').split('\n'));
    const secretKey = printed(/(?<=HotTask's key is )[\w-]+/);
    const { code, shown } = await atTerminal([enter(), ...commands], {
      '[y/N] ': 'y',
      "HotTask's key (it is not shown): ": secretKey,
    });
    expect({ code, shown }).toEqual({ code: 0, shown: expect.stringContaining('state  Sent') });
    expect(shown).not.toContain(secretKey);
    const { Messages } = JSON.parse(await curl(printed(/curl -s \S+\/api\/messages/)));
    expect(Messages).toMatchObject([{ ToPhoneNumber: '+12025550123', Message: 'Hello!' }]);

    const url = /Messages are posted to\s+(\S+)/.exec(shown)?.[1];
    const callerKey = /shown only now:\s+(\S+)/.exec(shown)?.[1];
    const call = example('cURL', 'http://127.0.0.1:4000')
      .replace(/'http:[^']*'/, () => `-s '${url}'`)
      .replace('sandbox-key', () => callerKey as string);
    expect(JSON.parse(await curl(call))).toMatchObject({ Success: true, Code: 200 });
  }, 300_000);

  test('a new key, as it is printed, is put and used', async () => {
    const { SecretKey } = JSON.parse(await curl(printed(/curl -s -X POST \S+\/api\/regenerate-key/)));
    const again = "npm run hottask -- send +12025550123 'Again!' --serial-number 3254a9d0424c4806b9ea3d0763xxxxxx";
    const { code, shown } = await atTerminal([enter(), 'npm run hottask -- secret', again], {
      "HotTask's key (it is not shown): ": SecretKey,
    });
    expect({ code, shown }).toEqual({ code: 0, shown: expect.stringContaining('state  Sent') });
  }, 60_000);

  test('another stage reaches no other HotTask', async () => {
    const deploy = 'npm run hottask -- deploy --stage staging --allow +12025550123';
    expect((await atTerminal([enter(), deploy], { '[y/N] ': 'y' })).code).toBe(0);
    const place = join(root, /^cd (\S+)/.exec(enter())?.[1] as string);
    const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(await readFile(join(place, 'environment'), 'utf8'))?.[1] as string;
    const client = new LambdaClient({ endpoint, region, credentials });
    const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
    client.destroy();
    const sending = Functions.filter(({ FunctionName = '' }) => FunctionName.includes('SendFunction'));
    expect(sending.map(({ FunctionName }) => FunctionName?.includes('-staging-'))).toContain(true);
    for (const { Environment } of sending) expect(Environment?.Variables?.HOTTASK_URL).toMatch(/^https:\/\/localhost:/);
  }, 300_000);

  test('Ctrl-C ends all of it, and leaves no file', async () => {
    const place = join(root, /^cd (\S+)/.exec(enter())?.[1] as string);
    const aws = /AWS_ENDPOINT_URL=(\S+)/.exec(await readFile(join(place, 'environment'), 'utf8'))?.[1] as string;
    expect(await isAnswered(aws)).toBe(true);
    expect(await emulator.end('SIGINT')).toBe(0);
    expect(await isAnswered(aws)).toBe(false);
    expect([existsSync(place), await readdir(folder)]).toEqual([false, []]);
  });
});

test('Ctrl-C in the middle of the start ends all of it, too', async () => {
  const emulator = start();
  onTestFinished(() => void emulator.end('SIGKILL'));
  await emulator.says('Starting');
  expect(await emulator.end('SIGINT')).toBe(0);
  await expect.poll(() => readdir(folder)).toEqual([]);
});

test('--help says what it does, and does nothing', async () => {
  const emulator = start(['--help']);
  expect(await emulator.end()).toBe(0);
  expect(emulator.output()).toContain('PORT=4600 npm run emulator');
});

test('a word or an option that it does not take is named in one line', async () => {
  for (const given of ['foo', '--port=4600']) {
    const emulator = start([given]);
    expect(await emulator.end()).toBe(1);
    expect(emulator.output()).toMatch(/^npm run emulator takes --help alone; .*\n$/);
  }
});

test.each([
  ['a port that is none', 'x', 'PORT must be a whole number up to 65533'],
  ['a port that is in use', '', 'is in use: end what uses it, or choose other ports'],
])('%s is named in one line, before anything is started', async (_, given, said) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const emulator = start([], { PORT: given || String((server.address() as AddressInfo).port) });
  expect(await emulator.end()).toBe(1);
  expect(emulator.output()).toContain(said);
  expect(emulator.output()).not.toMatch(/An account|node:internal/);
});
