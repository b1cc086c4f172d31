/** Which queues a command is about: a stack's in AWS, or the sandbox's on this machine. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { optionsFor } from './aws-access.ts';
import { awsClock } from './aws-clock.ts';
import { type Options, WrongUsage } from './command.ts';
import { makeParkedDesk, type ParkedDesk } from './parked-desk.ts';
import { sandboxAws } from './sandbox.ts';
import { type GivenStack, localOption, openStack, stackOptions } from './which-stack.ts';

export const queueOptions = {
  ...stackOptions,
  parked: { takes: 'URL', help: "another queue than the stack's ParkedQueueUrl (or set PARKED_QUEUE_URL)" },
  ...localOption,
} satisfies Options;

export const mainOption = {
  queue: { takes: 'URL', help: "another main queue than the stack's QueueUrl (or set QUEUE_URL)" },
} satisfies Options;

interface Given extends GivenStack {
  queue?: string;
  parked?: string;
  local?: boolean;
}

type Env = Record<string, string | undefined>;

export const openParked = async (given: Given, env: Env, needsMain: boolean): Promise<ParkedDesk> => {
  const { main, parked, ...access } = given.local ? locally(given, env) : await inAws(given, env, needsMain);
  // It calls the URL's own host in any case, and prints a warning where its endpoint is another.
  const client = new SQSClient(optionsFor({ ...access, endpoint: new URL(parked).origin }));
  return makeParkedDesk({ client, main, parked, now: awsClock(client) });
};

const locally = ({ queue, parked, stage, region }: Given, env: Env) => {
  if ([queue, parked, stage, region].some((one) => one !== undefined))
    throw new WrongUsage('--local has its own queues: leave out --queue, --parked, --stage and --region');
  const aws = sandboxAws(env);
  const url = (name: string) => `${aws.endpoint}/000000000000/${name}`;
  return { ...aws, main: url('hottask-messenger'), parked: url('hottask-messenger-parked') };
};

const inAws = async (given: Given, env: Env, needsMain: boolean) => {
  if (given.stage !== undefined && (given.queue ?? given.parked) !== undefined)
    throw new WrongUsage("--parked and --queue stand in the place of the stage's own: leave out --stage, or both");
  // Who names the stage means its queues, whatever the environment holds.
  const { PARKED_QUEUE_URL = '', QUEUE_URL = '' } = given.stage === undefined ? env : {};
  const named = { parked: given.parked || PARKED_QUEUE_URL, main: given.queue || QUEUE_URL };
  // What one stack parked, another's ledger does not know: it would be sent again.
  if (needsMain && (named.parked === '') !== (named.main === ''))
    throw new WrongUsage(
      `Name the queue: ${named.main === '' ? '--queue' : '--parked'} too (or set its variable), since both must be of one stack`,
    );
  const stack = named.parked === '' ? await openStack(given) : undefined;
  const parked = checked('--parked', named.parked || stack?.output('ParkedQueueUrl'));
  const main = needsMain ? checked('--queue', named.main || stack?.output('QueueUrl')) : '';
  const region = given.region ?? regionOf(parked);
  return { parked, main, ...(region ? { region } : {}) };
};

const outputs = { '--parked': 'ParkedQueueUrl', '--queue': 'QueueUrl' } as const;

const checked = (option: keyof typeof outputs, url = ''): string => {
  if (!URL.canParse(url) || !/^https?:\/\/[^/]+\/\d{12}\/[\w-]+$/.test(url))
    throw new WrongUsage(`${option} must be the URL of a queue, as the stack's output ${outputs[option]} has it`);
  return url;
};

const regionOf = (url: string): string | undefined => /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\./.exec(url)?.[1];
