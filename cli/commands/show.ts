/** One key: what its caller hears, and all that the ledger knows of it. */
import { accountOf, inFull } from '../account.ts';
import { command, Failed } from '../command.ts';
import { keyOptions, noMore, notKnown, takePk } from '../which-key.ts';
import { ledgerOptions, openDesk } from '../which-ledger.ts';

export const show = command({
  name: 'show',
  summary: 'what became of one key',
  usage: 'KEY --scope SCOPE',
  options: { ...keyOptions, ...ledgerOptions },
  notes:
    'Rights in AWS: dynamodb:GetItem on the table, and where the stack is looked up, cloudformation:DescribeStacks.',
  run: async ({ values, words }, { env }) => {
    const pk = takePk(values, words);
    noMore(words);
    const seen = await (await openDesk(values, env)).look(pk);
    if (!seen) throw new Failed(notKnown);
    return { text: inFull(seen), json: accountOf(seen) };
  },
});
