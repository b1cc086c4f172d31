/** Which stack a command is about, and what it has told of itself: its outputs name its table, queues, secrets and function. */
import { production, stackNameOf, stageForm } from '../infra/stage.ts';
import { type Access, asking, optionsFor } from './aws-access.ts';
import { Failed, type Options, WrongUsage } from './command.ts';
import { toPaste } from './to-paste.ts';

export const stackOptions = {
  stage: { takes: 'NAME', help: `the stage whose stack it is (${production})` },
  region: { takes: 'REGION', help: "the stack's region, unless AWS's own settings name it" },
} satisfies Options;

export const localOption = {
  local: { help: 'the sandbox on this machine (PORT where it was started with another)' },
} satisfies Options;

/** As infra/stack.ts names them. */
export const outputNames = [
  'SendUrl',
  'SendFunctionName',
  'HotTaskSecretId',
  'MessengerSecretId',
  'LedgerTable',
  'RemindersUrl',
  'RemindersTable',
  'ScheduleGroup',
  'TimeZoneData',
  'QueueUrl',
  'QueueMappingId',
  'ParkedQueueUrl',
] as const;
export type OutputName = (typeof outputNames)[number];

export interface GivenStack {
  stage?: string;
  region?: string;
}

export interface Stack {
  name: string;
  /** CloudFormation's own word, such as UPDATE_COMPLETE. */
  status: string;
  access: Access;
  /** Throws Failed where the stack has none of this name. */
  output: (name: OutputName) => string;
  /** Of a version before this one it may be missing. */
  has: (name: OutputName) => boolean;
}

export const stageOf = ({ stage = production }: GivenStack): string => {
  if (!stageForm.test(stage))
    throw new WrongUsage(
      '--stage must be a lower-case letter, then letters, digits or hyphens, at most 20: --stage staging',
    );
  return stage;
};

export const accessOf = ({ region }: GivenStack): Access => (region ? { region } : {});

/** Asks CloudFormation. Rejects with Failed where there is no such stack. */
export const openStack = async (given: GivenStack): Promise<Stack> => {
  const name = stackNameOf(stageOf(given));
  const access = accessOf(given);
  const found = await describeStack(name, access);
  if (!found) throw new Failed(noStack(name, given));
  return {
    name,
    status: found.status,
    access,
    output: (wanted) => {
      const value = found.outputs[wanted];
      if (!value) throw new Failed(`The stack ${name} has no output ${wanted}: deploy this version of it first`);
      return value;
    },
    has: (wanted) => Boolean(found.outputs[wanted]),
  };
};

const noStack = (name: string, given: GivenStack): string =>
  `There is no stack ${name} in this account and region: deploy it (${toPaste('deploy', given)}), or name another by --stage and --region`;

export interface Described {
  status: string;
  outputs: Record<string, string>;
}

/** Undefined where there is no stack of this name. */
export const describeStack = async (StackName: string, access: Access): Promise<Described | undefined> => {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  return asking(new CloudFormationClient(optionsFor(access)), async (client) => {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return stack && { status: stack.StackStatus ?? '', outputs: readOutputs(stack.Outputs ?? []) };
  }).catch((error: Error) => {
    // It has no error of its own for that.
    if (error.name === 'ValidationError' && error.message.includes('does not exist')) return undefined;
    throw error;
  });
};

const readOutputs = (outputs: { OutputKey?: string | undefined; OutputValue?: string | undefined }[]) =>
  Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
