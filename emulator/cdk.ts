/** CDK's own command line on this project's own app. Only the settings of the stage are the emulator's: a cdk.json beside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { production, stackNameOf } from '../infra/stage.ts';
import { account, awsEnvironment, environment, region, root } from './environment.ts';

/** The stack's outputs, as infra/stack.ts has them. */
export interface Outputs {
  SendUrl: string;
  SendFunctionName: string;
  HotTaskSecretId: string;
  MessengerSecretId: string;
  LedgerTable: string;
  QueueUrl: string;
  ParkedQueueUrl: string;
}

export const stackName = stackNameOf(production);

interface Options {
  /** Where its cdk.json and what it synthesizes stand. */
  folder: string;
  /** AWS's endpoint. */
  aws: string;
  /** What stands in cdk.json for the stage. */
  settings: object;
  /** Hears what the command prints, in pieces. */
  onOutput: (text: string) => void;
}

/** Each rejects with the whole of what the command printed where it fails. */
export const makeCdk = ({ folder, aws, settings, onOutput }: Options) => {
  const cdk = async (...args: string[]): Promise<void> => {
    const child = spawn(join(root, 'node_modules/.bin/cdk'), args, {
      cwd: folder,
      env: environment({ ...awsEnvironment(aws), CI: 'true' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill();
    process.once('exit', stop);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
        onOutput(String(chunk));
      });
    const [code] = await once(child, 'close');
    process.off('exit', stop);
    if (code !== 0) throw new Error(`cdk ${args[0]} ended with ${code}:\n${output}`);
  };
  const outputs = join(folder, 'outputs.json');

  return {
    bootstrap: async () => {
      const project = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));
      const app = `node ${JSON.stringify(join(root, 'infra/app.ts'))}`;
      const context = { ...project.context, messenger: { [production]: settings } };
      await writeFile(join(folder, 'cdk.json'), JSON.stringify({ ...project, app, context }));
      await cdk('bootstrap', `aws://${account}/${region}`);
    },
    deploy: async (): Promise<Outputs> => {
      await cdk('deploy', '--require-approval', 'never', '--outputs-file', outputs);
      return JSON.parse(await readFile(outputs, 'utf8'))[stackName];
    },
    destroy: () => cdk('destroy', '--force'),
  };
};
