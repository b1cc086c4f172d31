/** Which queues a command is about: a stack's in AWS, or the sandbox's on this machine. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsClock } from './aws-clock.ts';
import { type Options, WrongUsage } from './command.ts';
import { makeParkedDesk, type ParkedDesk } from './parked-desk.ts';
import { patience } from './patience.ts';
import { sandboxAws } from './sandbox.ts';

export const queueOptions = {
  parked: {
    takes: 'URL',
    help: "the queue of what is parked: the stack's output ParkedQueueUrl, or set PARKED_QUEUE_URL",
  },
  region: { takes: 'REGION', help: "the stack's region, unless AWS's own settings or the URL name it" },
  local: { help: 'the sandbox on this machine (PORT where it was started with another)' },
} satisfies Options;

export const mainOption = {
  queue: { takes: 'URL', help: "the main queue: the stack's output QueueUrl, or set QUEUE_URL" },
} satisfies Options;

interface Given {
  queue?: string;
  parked?: string;
  region?: string;
  local?: boolean;
}

type Env = Record<string, string | undefined>;

export const openParked = (given: Given, env: Env, needsMain: boolean): ParkedDesk => {
  const { main, parked, ...access } = given.local ? locally(given, env) : inAws(given, env, needsMain);
  // It calls the URL's own host in any case, and prints a warning where its endpoint is another.
  const client = new SQSClient({ ...access, endpoint: new URL(parked).origin, ...patience });
  return makeParkedDesk({ client, main, parked, now: awsClock(client) });
};

const locally = ({ queue, parked, region }: Given, env: Env) => {
  if ([queue, parked, region].some((one) => one !== undefined))
    throw new WrongUsage('--local has its own queues: leave out --queue, --parked and --region');
  const aws = sandboxAws(env);
  const url = (name: string) => `${aws.endpoint}/000000000000/${name}`;
  return { ...aws, main: url('hottask-messenger'), parked: url('hottask-messenger-parked') };
};

const inAws = ({ queue, parked: given, region: named }: Given, env: Env, needsMain: boolean) => {
  const parked = checked('--parked', given || env.PARKED_QUEUE_URL, 'ParkedQueueUrl', 'PARKED_QUEUE_URL');
  const main = needsMain ? checked('--queue', queue || env.QUEUE_URL, 'QueueUrl', 'QUEUE_URL') : '';
  const region = named ?? regionOf(parked);
  return { parked, main, ...(region ? { region } : {}) };
};

const checked = (option: string, url: string | undefined, output: string, variable: string): string => {
  if (!url)
    throw new WrongUsage(
      `Name the queue: ${option} with the stack's output ${output} (or set ${variable}), or --local for the sandbox`,
    );
  if (!URL.canParse(url) || !/^https?:\/\/[^/]+\/\d{12}\/[\w-]+$/.test(url))
    throw new WrongUsage(`${option} must be the URL of a queue, as the stack's output ${output} has it`);
  return url;
};

const regionOf = (url: string): string | undefined => /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\./.exec(url)?.[1];
