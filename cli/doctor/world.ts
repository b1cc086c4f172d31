/** What several checks look at, asked for once. Where it cannot be had, each of them is told by the same error. */

import type { SecretRead } from '../../lambda/io/secret-cache.ts';
import { readSettings, type Settings, SettingsError } from '../../lambda/io/settings.ts';
import { parseSecretKey, type SecretKey } from '../../lambda/secret-values.ts';
import { asking, optionsFor } from '../aws-access.ts';
import { Failed } from '../command.ts';
import { withSecret } from '../secret-desk.ts';
import { toPaste } from '../to-paste.ts';
import { type GivenStack, openStack, type Stack } from '../which-stack.ts';
import { type Who, whoIsIt } from '../who.ts';
import { type Answer, askHotTask } from './ask-hottask.ts';

export interface World {
  account: () => Promise<Who>;
  stack: () => Promise<Stack>;
  /** As the function would read them at its start. */
  settings: () => Promise<Settings>;
  hottaskKey: () => Promise<SecretRead<SecretKey>>;
  /** What HotTask says to the key that is in the secret; undefined where there is none. */
  hottask: () => Promise<Answer | undefined>;
  /** The chatbot to look at: the one that was given, or else the function's own. */
  serialNumber: () => Promise<string | undefined>;
  /** The command that mends it, for this stack. */
  paste: (words: string) => string;
}

export const makeWorld = (given: GivenStack & { 'serial-number'?: string }): World => {
  const account = once(() => whoIsIt(given));
  const stack = once(async () => {
    await account();
    return openStack(given);
  });
  const settings = once(async () => functionSettings(await stack()));
  const hottaskKey = once(async () => readKey(await stack()));
  return {
    account,
    stack,
    settings,
    hottaskKey,
    hottask: once(async () => {
      const key = await hottaskKey();
      if ('problem' in key) return undefined;
      const ask = askHotTask((await settings()).hottaskUrl, key.value.text);
      const answer = await ask('GET', 'GetMessageCreditsUsage');
      // Its guide says GET in one place and POST in another.
      const isElsewhere = 'status' in answer && [404, 405].includes(answer.status);
      return isElsewhere ? ask('POST', 'GetMessageCreditsUsage', {}) : answer;
    }),
    serialNumber: async () => given['serial-number'] ?? (await settings()).serialNumber,
    paste: (words) => toPaste(words, given),
  };
};

const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
};

const functionSettings = async (stack: Stack): Promise<Settings> => {
  const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const FunctionName = stack.output('SendFunctionName');
  const { Environment, State } = await asking(new LambdaClient(optionsFor(stack.access)), (client) =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  if (State !== undefined && State !== 'Active' && State !== 'Inactive')
    throw new Failed(`The function cannot run (${State}): wait a minute, then deploy the stack again`);
  try {
    return readSettings(Environment?.Variables ?? {});
  } catch (error) {
    if (error instanceof SettingsError)
      throw new Failed(`The function stops at its start: ${error.message.replaceAll('\n', '; ')}`);
    throw error;
  }
};

const readKey = async (stack: Stack): Promise<SecretRead<SecretKey>> => {
  const value = await withSecret(stack.output('HotTaskSecretId'), stack.access, ({ read }) => read());
  return value ? parseSecretKey(value) : { problem: 'empty' };
};
