/** The API's own sentences name its fields and methods; who asks by a command knows options and commands. */

/** Field → how this command takes it. */
export type Options = Record<string, string>;

/** Those that all commands have alike. */
const alike: Options = { SerialNumber: '--serial-number', NotAfter: '--not-after' };

/** Word of --sort → the API's Sort. */
export const sorts = { due: 'DueAt', key: 'Key' } as const;

/** The field that a sentence is about begins it, and a verb comes behind it. */
const about = /(^|\. )(?=(?:Message\.)?([A-Z][A-Za-z]*) (?:must|is|has|does|names)\b)/g;

export const inCommandWords = (sentences: string, own: Options = {}): string => {
  const options = { ...alike, ...own };
  return sentences
    .replaceAll(/\bGET it\b/g, 'look at it by remind show')
    .replaceAll(/\bby PUT\b/g, 'by remind set')
    .replaceAll(/\bSort=(\w+)/g, (asked, sort) => {
      const word = Object.entries(sorts).find(([, of]) => of === sort)?.[0];
      return word ? `--sort ${word}` : asked;
    })
    .replace(about, (before, _, field) => (options[field] === undefined ? before : `${before}${options[field]}: `));
};
