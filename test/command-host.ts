/** A process that has loaded the commands and runs one after the other, each with an environment of its own. */
import { hottask } from '../cli/frame.ts';

export interface Order {
  args: string[];
  env: Record<string, string>;
  cwd: string;
}

const write = { stdout: process.stdout.write, stderr: process.stderr.write };

process.on('message', async ({ args, env, cwd }: Order) => {
  process.env = { ...env };
  process.chdir(cwd);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = (chunk: string | Uint8Array) => {
      said[name] += chunk;
      return true;
    };
  const code = await hottask(args);
  for (const name of ['stdout', 'stderr'] as const) process[name].write = write[name];
  process.send?.({ code, out: said.stdout, err: said.stderr });
});
process.send?.('ready');
