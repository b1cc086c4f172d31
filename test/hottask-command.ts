/** The command line as a person uses it, in a process that has nothing of this one's AWS settings. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { watch } from './canary.ts';
import type { Sandbox } from './sandbox-process.ts';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export const root = new URL('..', import.meta.url).pathname;
const entry = `${root}cli/hottask.ts`;

const surrounded = (env: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  HOME: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...env,
});

export const run = async (
  file: string,
  args: string[],
  env: Record<string, string> = {},
  input?: string,
  cwd = root,
): Promise<Ran> => {
  const child = spawn(file, args, {
    cwd,
    env: surrounded(env),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const { stdout, stderr } = child as { stdout: Readable; stderr: Readable };
  // It may have ended before it has read all.
  child.stdin?.on('error', () => {}).end(input);
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  watch(out + err);
  return { code, out, err };
};

/** `input` is what is piped into it. */
export const hottask = (args: string[], env?: Record<string, string>, input?: string): Promise<Ran> =>
  hottaskIn(root, args, env, input);

/** A start takes a third of a second, most of it to load what the run before had loaded too: so they are kept. */
const idle: ChildProcess[] = [];
process.once('exit', () => {
  for (const host of idle) host.kill();
});

const startHost = async (): Promise<ChildProcess> => {
  const host = fork(`${root}test/command-host.ts`, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(host, 'message');
  // It must not keep this process alive.
  host.unref();
  host.channel?.unref();
  return host;
};

const runInHost = async (order: object): Promise<Ran> => {
  const host = idle.pop() ?? (await startHost());
  host.channel?.ref();
  const { promise, resolve, reject } = Promise.withResolvers<Ran>();
  const gone = (code: number | null) => reject(new Error(`hottask ended its process (${code})`));
  host.once('message', resolve).once('exit', gone).send(order);
  const ran = await promise;
  host.off('exit', gone).channel?.unref();
  idle.push(host);
  watch(ran.out + ran.err);
  return ran;
};

/** In a directory that has a cdk.json of its own. */
export const hottaskIn = (cwd: string, args: string[], env?: Record<string, string>, input?: string): Promise<Ran> =>
  input === undefined ? runInHost({ args, env: surrounded(env), cwd }) : hottaskAlone(cwd, args, env, input);

/**
 * In a process that is started for it: for who reads standard input, shares standard error with a process of its own, or
 * needs what Node takes at its start alone, such as another authority.
 */
export const hottaskAlone = (cwd: string, args: string[], env?: Record<string, string>, input?: string): Promise<Ran> =>
  run(process.execPath, [entry, ...args], env, input, cwd);

/** On a machine whose clock is wrong by so much. */
export const hottaskAhead = (aheadMs: number, args: string[], env?: Record<string, string>): Promise<Ran> => {
  const clock = `const now = Date.now; Date.now = () => now() + ${aheadMs};`;
  return run(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(clock)}`, entry, ...args], env);
};

/** As if `ledger` were AWS: the SDK's own variables, and the stack's table. */
export const inAws = ({ url, table }: { url: string; table: string }) => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  LEDGER_TABLE: table,
});

/** What a person gives beside --local for a sandbox that was started with PORT. */
export const portOf = ({ aws }: Sandbox) => ({ PORT: String(Number(new URL(aws).port) - 1) });
