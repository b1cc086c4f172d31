/** Which of the two secrets a command is about: a stack's in AWS, or the sandbox's on this machine. */
import { type Options, WrongUsage } from './command.ts';
import { sandboxAws, sandboxSecrets } from './sandbox.ts';
import { openSecret, type SecretDesk } from './secret-desk.ts';
import { type GivenStack, localOption, openStack, stackOptions } from './which-stack.ts';

export const secretOptions = { ...stackOptions, ...localOption } satisfies Options;

interface Given extends GivenStack {
  local?: boolean;
}

const outputs = { hottask: 'HotTaskSecretId', messenger: 'MessengerSecretId' } as const;

export const openSecretOf = async (
  whose: keyof typeof outputs,
  given: Given,
  env: Record<string, string | undefined>,
): Promise<SecretDesk> => {
  if (given.local) {
    if ((given.stage ?? given.region) !== undefined)
      throw new WrongUsage('--local has its own secrets: leave out --stage and --region');
    return openSecret(sandboxSecrets[whose], sandboxAws(env));
  }
  const stack = await openStack(given);
  return openSecret(stack.output(outputs[whose]), stack.access);
};
