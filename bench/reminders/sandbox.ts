/** A sandbox of its own for each round, as `npm start` starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const entry = new URL('../../sandbox/start.ts', import.meta.url).pathname;

export interface Sandbox {
  url: string;
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
    end: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
};
