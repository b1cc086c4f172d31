/** All that waits for a person: stored as Unknown, abandoned by who was sending it, or not readable by this version. */
import { accountOf, inShort } from '../account.ts';
import { command, WrongUsage } from '../command.ts';
import type { Listed } from '../list-unknowns.ts';
import { noMore } from '../which-key.ts';
import { ledgerOptions, openDesk } from '../which-ledger.ts';

const most = 10_000;

export const unknowns = command({
  name: 'unknowns',
  summary: 'all that may have been sent and waits for a person',
  usage: '',
  options: {
    limit: { takes: 'N', help: 'stop after so many (100)' },
    after: { takes: 'TOKEN', help: 'go on where the last list stopped' },
    progress: { help: 'tell how far it has come, also where standard error is no terminal' },
    ...ledgerOptions,
  },
  notes:
    'It reads the whole table, which costs one read unit for each 4 KB. Newest first within what was read.\n' +
    'Rights in AWS: dynamodb:Scan on the table, and where the stack is looked up, cloudformation:DescribeStacks.',
  run: async ({ values, words }, { env, progress }) => {
    noMore(words);
    const limit = readLimit(values.limit ?? '100');
    const after = values.after === undefined ? undefined : readToken(values.after);
    const onRead = (read: number, found: number) => progress(`${count(read)} items read, ${count(found)} Unknown`);
    const desk = await openDesk(values, env);
    const listed = await desk.unknowns({ limit, after, onRead });
    const Next = listed.next === undefined ? null : tokenOf(listed.next);
    return {
      text: told(listed, Next),
      json: { Unknowns: listed.found.map(accountOf), Read: listed.read, Next },
    };
  },
});

const told = ({ found, read }: Listed, next: string | null): string => {
  const foreign = found.filter(({ item }) => item === 'foreign').length;
  const unreadable = foreign > 0 ? ` (${count(foreign)} of them not readable by this version)` : '';
  return [
    `Unknown: ${found.length > 0 ? count(found.length) : 'none'}${unreadable}. Items read: ${count(read)}.`,
    ...found.map(inShort),
    ...(next === null ? [] : [`There is more of the table: go on with --after ${next}`]),
  ].join('\n\n');
};

const count = (n: number): string => n.toLocaleString('en');

const readLimit = (text: string): number => {
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most) throw new WrongUsage(`--limit must be a whole number from 1 to ${most}`);
  return limit;
};

/** Opaque, so that nobody reads an order into it: a scan has its own. */
const tokenOf = (pk: string): string => Buffer.from(pk).toString('base64url');
const readToken = (token: string): string => {
  const pk = Buffer.from(token, 'base64url').toString();
  if (token === '' || tokenOf(pk) !== token)
    throw new WrongUsage('--after must be the token that the last list ended with');
  return pk;
};
