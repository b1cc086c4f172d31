/** Who may call. */
import { isCallerName, isDigest, noDigest } from '../../lambda/callers.ts';
import { makeMask } from '../../lambda/mask.ts';
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
    'An entry is ignored where its name is none that a caller may have: caller remove --ignored takes those away.',
    'Rights in AWS: secretsmanager:GetSecretValue on our own secret, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env }) => {
    noMore(words);
    const all = Object.entries(await withCallers(values, env, ({ list }) => list()));
    const callers = all.filter(([name]) => isCallerName(name));
    const Callers = callers.map(([Name, digests]) => ({ Name, Keys: digests.map(shortly) }));
    const lines = Callers.map(({ Name, Keys }) => [Name, ...Keys.map((key, at) => `${at + 1}: ${key}`)].join('\n  '));
    const Ignored = all.filter(([name]) => !isCallerName(name)).map(([name]) => harmless(name));
    return {
      text: [
        `Callers: ${callers.length === 0 ? 'none; make one with caller add NAME' : callers.length}.`,
        ...lines,
        ...Ignored.map((name) => `${name === '' ? 'An empty name' : name}\n  ${ignored}`),
      ].join('\n\n'),
      json: { Callers, Ignored },
    };
  },
});

/** An entry that is no digest may be a key that somebody put there by mistake. */
const shortly = (digest: unknown): string =>
  isDigest(digest) ? digest.slice(0, 8) : `${noDigest}: it is ignored, remove it`;

const ignored =
  'ignored, since no caller may have this name: add it again by caller add NAME, and take it away by caller remove --ignored';

const longestShown = 64;
const withoutNumbers = makeMask([]);
/** Somebody may have put anything there. */
const harmless = (name: string): string => plain(withoutNumbers(name)).slice(0, longestShown);
