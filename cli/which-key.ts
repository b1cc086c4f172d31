/** Which item a command is about: a key in its scope, or the item's own pk. */
import { pkOf } from '../lambda/ledger/identity.ts';
import { type Options, WrongUsage } from './command.ts';

const scopes = 'http:CALLER (a name from Callers), direct, queue, event:SOURCE, topic:ARN, on-event or reminder';

export const keyOptions = {
  scope: {
    takes: 'SCOPE',
    help: `whose key: ${scopes}`,
  },
  pk: { takes: 'HEX', help: 'the item itself, as unknowns names it, in place of KEY and --scope' },
} satisfies Options;

/** Takes KEY off the front of the words, unless --pk stands for it. */
export const takePk = ({ scope, pk }: { scope?: string; pk?: string }, words: string[]): string => {
  if (pk !== undefined) {
    if (scope !== undefined) throw new WrongUsage('--pk stands in the place of KEY and --scope: leave out --scope');
    if (pk === '') throw new WrongUsage('--pk must be the item as unknowns names it');
    return pk;
  }
  const key = words.shift();
  if (!key) throw new WrongUsage(`Name the key, and whose it is: KEY --scope SCOPE, which is ${scopes}`);
  if (!scope) throw new WrongUsage(`Say whose key it is: --scope ${scopes}`);
  if (!/^(direct|queue|on-event|reminder|(http|event|topic):.+)$/.test(scope))
    throw new WrongUsage(`--scope must be ${scopes} (http:sandbox on the sandbox)`);
  return pkOf(scope, key);
};

export const noMore = (words: string[]): void => {
  if (words.length > 0)
    throw new WrongUsage('There is a word too much: put quotes around what holds spaces or signs of the shell');
};

export const notKnown =
  'Nothing is known under this key: it was never claimed, or over 45 days ago. Check key, scope and table';
