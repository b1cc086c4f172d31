/** Which queues a command is about: a stack's in AWS, or the sandbox's on this machine. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsClock } from './aws-clock.ts';
import { type Options, WrongUsage } from './command.ts';
import { makeParkedDesk, type ParkedDesk } from './parked-desk.ts';

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

/** As the sandbox has them (sandbox/settings.ts): the next port after its page. */
const sandbox = { main: 'hottask-messenger', parked: 'hottask-messenger-parked', usualPort: '4000' } as const;

/** A person waits for it; a receive waits for a second itself. */
const patience = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

export const openParked = (given: Given, env: Env, needsMain: boolean): ParkedDesk => {
  const urls = given.local ? locally(given, env) : inAws(given, env, needsMain);
  const region = given.local ? 'us-east-1' : (given.region ?? regionOf(urls.parked));
  const client = new SQSClient({
    // It calls the URL's own host in any case, and prints a warning where its endpoint is another.
    endpoint: new URL(urls.parked).origin,
    ...(region ? { region } : {}),
    ...(given.local ? { credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } } : {}),
    ...patience,
  });
  return makeParkedDesk({ client, ...urls, now: awsClock(client) });
};

const locally = ({ queue, parked, region }: Given, { PORT = sandbox.usualPort }: Env) => {
  if ([queue, parked, region].some((one) => one !== undefined))
    throw new WrongUsage('--local has its own queues: leave out --queue, --parked and --region');
  if (!/^[1-9]\d{0,4}$/.test(PORT) || Number(PORT) > 65_533)
    throw new WrongUsage("PORT must be the sandbox's, such as 4000: the first of the three ports it was started on");
  const url = (name: string) => `http://127.0.0.1:${Number(PORT) + 1}/000000000000/${name}`;
  return { main: url(sandbox.main), parked: url(sandbox.parked) };
};

const inAws = ({ queue, parked }: Given, { QUEUE_URL, PARKED_QUEUE_URL }: Env, needsMain: boolean) => ({
  parked: checked('--parked', parked || PARKED_QUEUE_URL, 'ParkedQueueUrl', 'PARKED_QUEUE_URL'),
  main: needsMain ? checked('--queue', queue || QUEUE_URL, 'QueueUrl', 'QUEUE_URL') : '',
});

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
