/** Which of the two secrets a command is about: a stack's in AWS, or the sandbox's on this machine. */
import { type Options, WrongUsage } from './command.ts';
import { sandboxAws, sandboxSecrets } from './sandbox.ts';
import { type Use, withSecret } from './secret-desk.ts';
import { type GivenStack, localOption, openStack, stackOptions } from './which-stack.ts';

export const secretOptions = { ...stackOptions, ...localOption } satisfies Options;

export interface Given extends GivenStack {
  local?: boolean;
}

const outputs = { hottask: 'HotTaskSecretId', messenger: 'MessengerSecretId' } as const;

export type Env = Record<string, string | undefined>;

interface Whose {
  whose: keyof typeof outputs;
  given: Given;
  env: Env;
}

export const withSecretOf = async <T>({ whose, given, env }: Whose, use: Use<T>): Promise<T> => {
  if (given.local) {
    if ((given.stage ?? given.region) !== undefined)
      throw new WrongUsage('--local has its own secrets: leave out --stage and --region');
    return withSecret(sandboxSecrets[whose], sandboxAws(env), use);
  }
  const stack = await openStack(given);
  return withSecret(stack.output(outputs[whose]), stack.access, use);
};
