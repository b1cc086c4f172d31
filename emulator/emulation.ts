/** The whole: AWS's and HotTask's stand-ins, and a folder from which this project is deployed to them and operated. */
import { rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { account, credentials, region, root } from './environment.ts';
import { type HotTask, startHotTask } from './hottask.ts';
import { freePort, type Ministack, startMinistack } from './ministack.ts';
import { makeProject } from './project.ts';

const topic = 'texts';
export const topicArn = `arn:aws:sns:${region}:${account}:${topic}`;

export interface Emulation {
  aws: Ministack;
  hottask: HotTask;
  /** Where the commands are run. */
  folder: string;
  /** What they see. */
  environment: Record<string, string>;
  /** Ends both, and leaves nothing behind. */
  end: () => Promise<void>;
}

interface Options {
  /** AWS's port; HotTask's is the next. 0: free ones. */
  port: number;
  /** The key that HotTask knows at first. */
  secretKey: string;
}

/** An account in which nothing is yet. Rejects with what went wrong, and has ended all by then. */
export const startEmulation = async ({ port: wanted, secretKey }: Options): Promise<Emulation> => {
  const port = await freePort(wanted);
  // By its port, so that a person finds it: only one can have that.
  const folder = join(root, 'build/emulator', String(port));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Whoever is ended in the middle of the start leaves no folder either; ministack ends by itself then.
  process.once('exit', remove);
  const ends: (() => void | Promise<void>)[] = [() => void process.off('exit', remove), remove];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    // One that was killed could not take it away.
    remove();
    const itsOwn = join(folder, 'ministack');
    await mkdir(itsOwn, { recursive: true });
    const hottask = await startHotTask(secretKey, wanted && wanted + 1);
    ends.push(hottask.end);
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, hottask.authority);
    const aws = await startMinistack({ port, folder: itsOwn, authority, hottaskUrl: hottask.url });
    ends.push(aws.end);

    // The topic is somebody else's: the stack only subscribes to it.
    await new SNSClient({ endpoint: aws.url, region, credentials }).send(new CreateTopicCommand({ Name: topic }));
    const environment = await makeProject({ folder, aws: aws.url, hottaskUrl: hottask.url, authority, topicArn });
    return { aws, hottask, folder, environment, end };
  } catch (error) {
    await end();
    throw error;
  }
};
