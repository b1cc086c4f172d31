/** AWS's stand-in, ministack, as a process of its own: on loopback, with all its files in a folder that goes when it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { credentials, environment, region } from './environment.ts';
import { python } from './python.ts';

export interface Ministack {
  url: string;
  /** All that it and the functions in it have printed, line by line. */
  lines: string[];
  /** Whether who asks may do what its policies allow, and no more; the function begins anew with its role's rights. */
  checkRights: (isOn: boolean) => Promise<void>;
  end: () => Promise<void>;
}

interface Options {
  port: number;
  /** It writes below it, and nowhere else. */
  folder: string;
  /** PEM of whoever signed HotTask's certificate, in a file. */
  authority: string;
  /** Where a function finds HotTask, unless its stage says another place. */
  hottaskUrl: string;
}

/** Rejects with what it printed where it does not come up. */
export const startMinistack = async ({ port, folder, authority, hottaskUrl }: Options): Promise<Ministack> => {
  const own = await python({ name: 'emulator', folder: import.meta.dirname, oldest: [3, 10] });
  const child = spawn(own, ['-B', join(import.meta.dirname, 'serve.py')], {
    env: environment({
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      BIND_HOST: '127.0.0.1',
      // So that the URLs that it gives and the endpoint that the function has are one.
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      TMPDIR: folder,
      S3_DATA_DIR: join(folder, 's3'),
      STATE_DIR: join(folder, 'state'),
      NODE_EXTRA_CA_CERTS: authority,
      HOTTASK_URL: hottaskUrl,
    }),
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: the functions' processes end with it, and Ctrl-C reaches it through us alone.
    detached: true,
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const saw = listen(child, lines);
  const ready = await Promise.race([saw('Running on http://').then(() => true), exited.then(() => false)]);
  if (!ready) throw new Error(`ministack did not start:\n${lines.join('\n')}`);

  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    checkRights: async (isOn) => {
      const switched = saw(isOn ? 'rights are checked' : 'rights are not checked');
      child.kill(isOn ? 'SIGUSR1' : 'SIGUSR2');
      await switched;
    },
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), 'SIGTERM');
      await exited;
    },
  };
};

/** Collects its lines; gives a promise for the next that holds a text. */
const listen = (child: ChildProcess, lines: string[]) => {
  const awaited: { text: string; seen: () => void }[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream as NonNullable<typeof stream>).on('line', (line) => {
      lines.push(line);
      for (const { text, seen } of awaited) if (line.includes(text)) seen();
    });
  return (text: string) => new Promise<void>((seen) => awaited.push({ text, seen }));
};

/** The port that is wanted, or any where that is 0. Rejects with EADDRINUSE where somebody has it. */
export const freePort = async (wanted: number): Promise<number> => {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
