/** One way to break the product on purpose. */
export interface Mutant {
  /** What is broken. */
  name: string;
  /** From the project's root. */
  file: string;
  /** Exact text. It stands in the file once, or is the first one behind `after`, which stands there once. */
  find: string;
  after?: string;
  put: string;
  /** Whom it harms. */
  recipient: string;
  /** The files in test/ that must notice, without `.test.ts`. */
  tests: readonly string[];
  /** Of those files, only the tests whose title holds this. */
  titles?: string;
}

/** The file's text with the mutant in it; throws where it no longer applies. */
export const broken = (text: string, { name, find, after, put }: Mutant): string => {
  const times = (part: string) => text.split(part).length - 1;
  const anchor = after ?? find;
  if (times(anchor) !== 1)
    throw new Error(`mutant "${name}": it must stand there once, not ${times(anchor)} times: ${anchor}`);
  const at = text.indexOf(find, text.indexOf(anchor));
  if (at < 0) throw new Error(`mutant "${name}": nothing to find behind "${after}": ${find}`);
  return text.slice(0, at) + put + text.slice(at + find.length);
};

type Change = Pick<Mutant, 'find' | 'put' | 'after'>;

/** Mutants of one file, which the same tests must notice. */
export const mutantsOf = (
  file: string,
  tests: readonly string[],
  list: readonly [name: string, recipient: string, change: Change, ownTests?: readonly string[]][],
): Mutant[] =>
  list.map(([name, recipient, change, ownTests]) => ({ name, file, recipient, ...change, tests: ownTests ?? tests }));
