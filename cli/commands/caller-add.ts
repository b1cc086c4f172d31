/** Somebody new may call, or has another key beside the one before. */
import { digestOf } from '../../lambda/callers.ts';
import { secretCache } from '../../lambda/wiring.ts';
import { newKey, withCallers } from '../caller-desk.ts';
import { takeName } from '../caller-name.ts';
import { command, Failed } from '../command.ts';
import { toPaste } from '../to-paste.ts';
import { noMore } from '../which-key.ts';
import { type Given, secretOptions } from '../which-secret.ts';

const seconds = secretCache.rereadMs / 1_000;

export const callerAdd = command({
  name: 'caller add',
  summary: 'make a key for somebody who may call, and show it once',
  usage: 'NAME',
  options: {
    rotate: { help: 'a second key for who has one: both hold until caller remove NAME --oldest' },
    ...secretOptions,
  },
  notes: [
    'The key is shown this once: only its SHA-256 is kept. It goes where HotTask’s own key would be, into the header',
    `Authorization, as it is. It holds within ${seconds} seconds. Each caller's idempotency keys are its own.`,
    'Rights in AWS: secretsmanager:GetSecretValue, PutSecretValue and UpdateSecretVersionStage on our own secret,',
    'cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env }) => {
    const name = takeName(words);
    noMore(words);
    const key = newKey();
    await withCallers(values, env, ({ change }) =>
      change((callers) => {
        const digests = callers[name] ?? [];
        const refusal = whyNot(name, digests.length, values);
        if (refusal) throw new Failed(refusal);
        return { ...callers, [name]: [...digests, digestOf(key).toString('hex')] };
      }),
    );
    return {
      text: `${name} may call within ${seconds} seconds. Its key, which is shown only now:\n\n${key}\n\nIt goes into the header Authorization, as it is.`,
      json: { Name: name, Key: key },
    };
  },
});

const whyNot = (name: string, live: number, given: Given & { rotate?: boolean }): string | undefined => {
  if (live >= 2)
    return `${name} has two keys, and that is the most: ${toPaste(`caller remove ${name} --oldest`, given)} takes the older one away`;
  if (live === 1 && !given.rotate)
    return `${name} has a key already: --rotate makes a second one beside it, or name another caller`;
  if (live === 0 && given.rotate) return `There is no caller ${name} whose key could rotate: leave out --rotate`;
  return undefined;
};
