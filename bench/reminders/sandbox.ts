/** A sandbox of its own for each round, as `npm start` starts it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const entry = new URL('../../sandbox/start.ts', import.meta.url).pathname;

export interface Sandbox {
  url: string;
  /** How much of a processor it has used so far, in ms: what else runs on the machine counts less in it than in the time that passes. */
  usedMs: () => number;
  end: () => Promise<void>;
}

export const startSandbox = async (): Promise<Sandbox> => {
  const child: ChildProcess = spawn(process.execPath, [entry], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The sandbox ended before it said its URL')));
    // Read on to its end: a pipe that nobody empties would hold the sandbox up, a line for each text.
    createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => {
      const found = /page: (\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  return {
    url,
    usedMs: () => usedMs(child.pid as number),
    end: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
};

const usedMs = (pid: number): number => {
  if (process.platform === 'linux') {
    // Its 14th and 15th field, in ticks of 10 ms: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return (Number(user) + Number(system)) * 10;
  }
  const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'latin1' }).trim();
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;
};
