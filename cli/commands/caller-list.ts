/** Who may call. */

import { plain } from '../account.ts';
import { withCallers } from '../caller-desk.ts';
import { command } from '../command.ts';
import { noMore } from '../which-key.ts';
import { secretOptions } from '../which-secret.ts';

export const callerList = command({
  name: 'caller list',
  summary: 'who may call, and how many keys each has',
  usage: '',
  options: secretOptions,
  notes: [
    'Of each key the first 8 letters of its SHA-256 are shown, the oldest first: printf %s "$KEY" | sha256sum has the same.',
    'Rights in AWS: secretsmanager:GetSecretValue on our own secret, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env }) => {
    noMore(words);
    const callers = Object.entries(await withCallers(values, env, ({ list }) => list()));
    const Callers = callers.map(([name, digests]) => ({ Name: plain(name), Keys: digests.map(shortly) }));
    const lines = Callers.map(({ Name, Keys }) => [Name, ...Keys.map((key, at) => `${at + 1}: ${key}`)].join('\n  '));
    return {
      text: [
        `Callers: ${callers.length === 0 ? 'none; make one with caller add NAME' : callers.length}.`,
        ...lines,
      ].join('\n\n'),
      json: { Callers },
    };
  },
});

/** An entry that is no digest may be a key that somebody put there by mistake. */
const shortly = (digest: unknown): string =>
  typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)
    ? digest.slice(0, 8)
    : 'no SHA-256 in lowercase hex: it is ignored, remove it';
