/** A sandbox as a person starts it: a process of its own, on free ports, ended with the test file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { watch } from './canary.ts';

export interface Sandbox {
  /** The front door. */
  url: string;
  aws: string;
  hottask: string;
  process: ReturnType<typeof spawn>;
  /** Everything printed until now. */
  output: () => string;
  /** Ends it with a signal; gives exit code and signal. */
  end: (signal?: NodeJS.Signals) => Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

export const sandboxEntry = new URL('../sandbox/start.ts', import.meta.url).pathname;

const alive = new Set<ReturnType<typeof spawn>>();
// A file whose tests are all filtered out runs no afterAll.
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts one, in the folder `cwd`; resolves when it has said all its URLs. Rejects with what it said when it ends instead. */
export const startSandbox = async (env: Record<string, string> = {}, cwd?: string): Promise<Sandbox> => {
  const child = spawn(process.execPath, [sandboxEntry], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
  });
  const exited = once(child, 'exit') as ReturnType<Sandbox['end']>;
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += watch(chunk.toString())));
  const ready = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => line.startsWith('Not simulated') && resolve());
  });
  await Promise.race([ready, exited]);
  if (child.exitCode !== null) throw new Error(output);

  const [url, aws, hottask] = [/page: (\S+)/, /(\S+) {2}AWS endpoint/, /(\S+) {2}HotTask/].map(
    (form) => form.exec(output)?.[1] ?? '',
  );
  return {
    url: url as string,
    aws: aws as string,
    hottask: hottask as string,
    process: child,
    output: () => output,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
};

/** One for all tests of a file. */
export const sharedSandbox = async (env?: Record<string, string>, cwd?: string): Promise<Sandbox> => {
  const sandbox = await startSandbox(env, cwd);
  afterAll(async () => {
    await sandbox.end('SIGKILL');
  });
  return sandbox;
};
