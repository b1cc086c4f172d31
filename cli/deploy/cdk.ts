/** The project's own CDK, as a child: what it says stands on standard error. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { Failed } from '../command.ts';

export interface CdkRun {
  args: string[];
  region: string;
  env: Record<string, string | undefined>;
}

/** Rejects with Failed where it did not end well. Ctrl-C reaches it too; we wait until it has cleaned up. */
export const runCdk = async ({ args, region, env }: CdkRun): Promise<void> => {
  const [cdk, bin] = places(env);
  const child = spawn(process.execPath, [cdk, ...args], {
    env: {
      ...env,
      // The app runs on the project's own Node, whatever the machine has.
      PATH: `${bin}${delimiter}${env.PATH ?? ''}`,
      AWS_REGION: region,
      CDK_DISABLE_VERSION_CHECK: '1',
    },
    stdio: ['ignore', 2, 2],
  });
  const waitForIt = () => {};
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, waitForIt);
  try {
    const [code, signal] = await once(child, 'close');
    if (code !== 0)
      throw new Failed(
        `cdk ${args[0]} did not end well (${signal ?? `exit code ${code}`}): why stands above. CloudFormation takes back what it has begun; mend it, and run this again`,
      );
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, waitForIt);
  }
};

/** Its entry, and the directory of the project's commands. HOTTASK_CDK names another entry. */
const places = ({ HOTTASK_CDK }: CdkRun['env']): [cdk: string, bin: string] => {
  try {
    const own = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
    return [HOTTASK_CDK || join(own, 'bin/cdk'), join(own, '../.bin')];
  } catch {
    throw new Failed("The project's CDK is not installed: npm ci");
  }
};
