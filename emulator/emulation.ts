/** The whole: AWS's and HotTask's stand-ins, and this project deployed to them by CDK's own commands. */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { makeCdk, type Outputs } from './cdk.ts';
import { account, credentials, region } from './environment.ts';
import { type HotTask, startHotTask } from './hottask.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { makeOperator, type Operator } from './operator.ts';

const topic = 'texts';
export const topicArn = `arn:aws:sns:${region}:${account}:${topic}`;

export interface Emulation {
  aws: Ministack;
  hottask: HotTask;
  outputs: Outputs;
  operator: Operator;
  destroy: () => Promise<void>;
  /** Ends both, and leaves nothing behind. */
  end: () => Promise<void>;
}

interface Options {
  /** AWS's port; HotTask's is the next. 0: free ones. */
  port: number;
  /** The key that HotTask knows at first. */
  secretKey: string;
  /** Hears what is going on, in pieces. */
  onOutput?: (text: string) => void;
}

/** Rejects with what went wrong, and has ended all by then. */
export const startEmulation = async ({ port, secretKey, onOutput = () => {} }: Options): Promise<Emulation> => {
  const folder = await mkdtemp(join(tmpdir(), 'hottask-emulator-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Whoever is ended in the middle of the start leaves no folder either; ministack ends by itself then.
  process.once('exit', remove);
  const ends: (() => void | Promise<void>)[] = [() => void process.off('exit', remove), remove];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    const hottask = await startHotTask(secretKey, port && port + 1);
    ends.push(hottask.end);
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, hottask.authority);
    const aws = await startMinistack({ port, folder, authority });
    ends.push(aws.end);

    // The topic is somebody else's: the stack only subscribes to it.
    await new SNSClient({ endpoint: aws.url, region, credentials }).send(new CreateTopicCommand({ Name: topic }));
    const cdk = makeCdk({ folder, aws: aws.url, settings: settingsWith(hottask.url), onOutput });
    await cdk.bootstrap();
    const outputs = await cdk.deploy();
    return { aws, hottask, outputs, operator: makeOperator(aws.url, outputs), destroy: cdk.destroy, end };
  } catch (error) {
    await end();
    throw error;
  }
};

/** Every number may be texted: nothing here reaches a phone. */
const settingsWith = (hottaskUrl: string) => ({
  hottaskUrl,
  rules: { prefixes: { '+': 'allow' } },
  throttle: { ratePerSecond: 1_000, burst: 1_000 },
  topics: [topicArn],
});
