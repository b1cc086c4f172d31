/** A person's word on one Unknown, given after a look into HotTask. */
import { userInfo } from 'node:os';
import { accountOf, inFull, plain } from '../account.ts';
import { command, Failed, WrongUsage } from '../command.ts';
import { type Seen, type WhyNot, whyNot } from '../seen.ts';
import { keyOptions, noMore, notKnown, takePk } from '../which-key.ts';
import { ledgerOptions, openDesk } from '../which-ledger.ts';
import { readWord, type Word } from '../word.ts';

const verdicts = new Map<string | undefined, Word['state']>([
  ['sent', 'Sent'],
  ['not-sent', 'NotSent'],
]);

const means: Record<Word['state'], string> = {
  Sent: 'who asks with this key hears Sent, and nobody is texted',
  NotSent: 'the same message with this key may be sent again',
};

export const settle = command({
  name: 'settle',
  summary: 'say what became of an Unknown, once you have looked in HotTask',
  usage: 'KEY --scope SCOPE sent|not-sent --why WHY',
  options: {
    why: { takes: 'WHY', help: 'how you know: 1 to 200 characters, no phone number; it is kept' },
    by: { takes: 'NAME', help: 'who says so: 1 to 64 characters (your user name on this machine)' },
    ...keyOptions,
    ...ledgerOptions,
  },
  notes: [
    `sent: ${means.Sent}.`,
    `not-sent: ${means.NotSent}. Where it was sent after all, its recipient gets it twice.`,
    'Only what is Unknown can be settled, and of two people at once one. It cannot be taken back.',
    'Rights in AWS: dynamodb:GetItem and dynamodb:UpdateItem on the table, and where the stack is looked up,',
    'cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env, say }) => {
    const pk = takePk(values, words);
    const state = verdicts.get(words.shift());
    if (!state) throw new WrongUsage('Say what you found in HotTask: sent or not-sent, behind KEY');
    noMore(words);
    const word = readWord({ state, by: values.by ?? userName(), why: values.why ?? '' });
    if ('problems' in word) throw new WrongUsage(word.problems.join('. '));

    const desk = await openDesk(values, env);
    const seen = await desk.look(pk);
    const refusal = whyNot(seen);
    if (refusal) throw new Failed(refusals[refusal](seen as Seen));
    say(`${inFull(seen as Seen)}\n\nSettling it as ${state}: ${means[state]}.`);

    const done = await desk.settle((seen as Unsettled).item, word);
    if (done === 'lost') throw new Failed(lost);
    if ('overtakenBy' in done) throw new Failed(overtaken(done.overtakenBy));
    return { text: `Settled as ${state} by ${plain(word.by)}.`, json: accountOf(done.settled) };
  },
});

/** What `whyNot` has nothing against. */
type Unsettled = Seen & { item: Exclude<Seen['item'], 'foreign'> };

const refusals: Record<WhyNot, (seen: Seen) => string> = {
  absent: () => notKnown,
  foreign: () =>
    'This version cannot read what stands under this key, so it changes nothing: settle it with the version that wrote it',
  'in progress': (seen) => `It is being sent right now: look again after ${accountOf(seen).LeaseUntil ?? 'its lease'}`,
  decided: (seen) => `It is not Unknown: ${standing(seen)}. Nothing was changed, and nothing is left to settle`,
};

const overtaken = (now: Seen | undefined): string =>
  `Somebody was faster: ${now ? standing(now) : 'the item is gone'}. Nothing of yours was written`;

const lost =
  'DynamoDB gave no answer, so it may be written or not: look with show, and settle it again if it is still Unknown';

const standing = (seen: Seen): string => {
  const { State, SettledAt, SettledBy } = accountOf(seen);
  const when = SettledAt === null ? '' : ` since ${SettledAt}`;
  return `it is ${State}${when}${SettledBy === null ? '' : `, settled by ${plain(SettledBy)}`}`;
};

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    throw new WrongUsage('Say who you are: --by NAME; this machine has no name for you');
  }
};
