/** HotTask's key as a person gives it, checked before it is put anywhere. Pure; what is wrong is named without the key. */

export type ReadKey = { key: string } | { problem: string };

const again = 'copy it from HotTask once more';

/** One line break at the end is the terminal's or the file's, not the key's. */
export const readHotTaskKey = (given: string): ReadKey => {
  const text = given.replace(/\r?\n$/, '');
  const problem = problems.find(([isWrong]) => isWrong(text))?.[1];
  return problem === undefined ? { key: text } : { problem };
};

const problems: readonly [isWrong: (text: string) => boolean, say: string][] = [
  [(text) => text === '', `The key is empty: ${again}, and give it as one line. Nothing was changed`],
  [
    (text) => /[\r\n]/.test(text),
    'These are several lines, and a key is one: give the key alone, such as printf %s "$KEY" | npm run hottask -- secret. Nothing was changed',
  ],
  [(text) => /\p{Cc}/u.test(text), `There is a control character in the key: ${again}. Nothing was changed`],
  [(text) => text.trim() === '', `The key is blank: ${again}. Nothing was changed`],
  [
    (text) => text.trim() !== text,
    'There are spaces around the key, with which HotTask would refuse it: give it without. Nothing was changed',
  ],
  [
    (text) => /^["'].*["']$/.test(text),
    'There are quotes around the key, which are no part of it: give it without. Nothing was changed',
  ],
  [(text) => text.startsWith('{'), 'This is JSON: give the key alone, as HotTask shows it. Nothing was changed'],
  [(text) => /\s/u.test(text), `There is a space inside the key: ${again}. Nothing was changed`],
  [
    (text) => !/^[!-~]*$/.test(text),
    `There is a character in the key that is no letter, digit or sign of ASCII: ${again}. Nothing was changed`,
  ],
  [(text) => text.length > 4096, `The key is longer than 4,096 characters: ${again}. Nothing was changed`],
];
