/** Who may be texted from a stage: asked, or given by an option. */
import { Failed, type Terminal, WrongUsage } from '../command.ts';
import { ask } from '../stdin.ts';
import type { StageSettings } from './stage-settings.ts';

type Lacks = NonNullable<StageSettings['lacks']>;

const kinds: Record<Lacks, { option: string; form: RegExp; wrong: string; question: string; without: string }> = {
  prefixes: {
    option: 'prefix',
    form: /^\+\d{1,15}$/,
    wrong: '--prefix must be "+" and 1 to 15 digits, such as +1, or several with commas between them: +1,+44',
    question: 'Which numbers may be texted? Their beginnings, such as +1 or +1,+44 (none: nobody is texted yet): ',
    without: 'the numbers that may be texted: give their beginnings by --prefix, such as --prefix +1',
  },
  allowList: {
    option: 'allow',
    form: /^\+[1-9]\d{6,14}$/,
    wrong: '--allow must be E.164 numbers such as +12025550123, with commas between them',
    question:
      'Which numbers may be texted from this stage? E.164, with commas between them (none: nobody is texted yet): ',
    without: 'the numbers that may be texted: give them by --allow, such as --allow +12025550123',
  },
};

/** Checked before anything is asked of anybody. */
export const readLists = (given: { prefix?: string; allow?: string }): Record<Lacks, string[] | undefined> => ({
  prefixes: given.prefix === undefined ? undefined : listOf('prefixes', given.prefix),
  allowList: given.allow === undefined ? undefined : listOf('allowList', given.allow),
});

const listOf = (lacks: Lacks, text: string): string[] => {
  const list = text.split(',').map((one) => one.trim());
  if (!list.every((one) => kinds[lacks].form.test(one))) throw new WrongUsage(kinds[lacks].wrong);
  return [...new Set(list)];
};

/** What goes into cdk.json; undefined where nothing does. Throws Failed where nobody can be asked. */
export const whomFor = async (
  { lacks }: StageSettings,
  lists: ReturnType<typeof readLists>,
  { input, questions }: Pick<Terminal, 'input' | 'questions'>,
): Promise<string[] | undefined> => {
  for (const kind of ['prefixes', 'allowList'] as const)
    if (lists[kind] && kind !== lacks)
      throw new WrongUsage(
        `--${kinds[kind].option} is for a stage that says nothing of it yet: this one has its rules in cdk.json, so change them there`,
      );
  if (!lacks) return undefined;
  if (lists[lacks]) return lists[lacks];
  if (!input.isTTY) throw new Failed(`cdk.json does not name ${kinds[lacks].without}. Nothing was done`);
  const answer = (await ask(kinds[lacks].question, input, questions)).trim();
  return answer === '' ? undefined : listOf(lacks, answer);
};
