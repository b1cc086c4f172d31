/** `npm run emulator` as a person uses it: the lines that it prints are pasted into a shell. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

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

const isAnswered = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('when all is deployed', () => {
  const emulator = start();
  const shell = async (line: string) => (await promisify(execFile)('sh', ['-c', line], { cwd: root })).stdout;
  const printed = (form: RegExp) => form.exec(emulator.output())?.[0] as string;
  beforeAll(() => emulator.says('Ctrl-C ends it'), 900_000);
  afterAll(() => emulator.end('SIGKILL'));

  test('the printed curl texts somebody once, and the inbox shows it', async () => {
    const answer = await shell(printed(/^curl 'http[\s\S]*?\n-d .*$/m).replace('curl', 'curl -s'));
    expect(JSON.parse(answer)).toMatchObject({ Success: true, Code: 200 });
    const { Messages } = JSON.parse(await shell(printed(/curl -s \S+\/api\/messages/)));
    expect(Messages).toMatchObject([{ ToPhoneNumber: '+12025550123', Message: 'Hello!' }]);
  });

  test('with the printed lines the command line finds the ledger and what is parked', async () => {
    const exports = emulator
      .output()
      .match(/^export .*$/gm)
      ?.join('\n');
    const hottask = `${exports}\n'${process.execPath}' cli/hottask.ts`;
    expect(await shell(`${hottask} unknowns`)).toContain('Unknown: none. Items read: 1.');
    expect(await shell(`${hottask} parked list`)).toContain('Parked: 0.');
  });

  test('Ctrl-C ends all of it, and leaves no file', async () => {
    const aws = printed(/(?<=AWS_ENDPOINT_URL=)\S+/);
    expect(await isAnswered(aws)).toBe(true);
    expect(await emulator.end('SIGINT')).toBe(0);
    expect(await isAnswered(aws)).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });
});

test('Ctrl-C in the middle of the start ends all of it, too', async () => {
  const emulator = start();
  onTestFinished(() => void emulator.end('SIGKILL'));
  await emulator.says('Bootstrapping');
  expect(await emulator.end('SIGINT')).toBe(0);
  await expect.poll(() => readdir(folder)).toEqual([]);
});

test('--help says what it does, and does nothing', async () => {
  const emulator = start(['--help']);
  expect(await emulator.end()).toBe(0);
  expect(emulator.output()).toContain('PORT=4600 npm run emulator');
});

test.each([
  ['a port that is none', 'x', 'PORT must be a whole number up to 65533'],
  ['a port that is in use', '', 'is in use: end what uses it, or choose other ports'],
])('%s is named in one line, before anything is deployed', async (_, given, said) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const emulator = start([], { PORT: given || String((server.address() as AddressInfo).port) });
  expect(await emulator.end()).toBe(1);
  expect(emulator.output()).toContain(said);
  expect(emulator.output()).not.toMatch(/Bootstrapping|node:internal/);
});
