/** The README, taken apart. */
import { readFileSync } from 'node:fs';

export const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The fenced blocks of one language, in order. */
export const blocks = (language: string): string[] =>
  [...readme.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].flatMap(([, lang, code]) =>
    lang === language ? [code as string] : [],
  );

/** Each shell block with the block of JSON (or text) that is said to come of it, where one follows before the next shell block. */
export const shellWithAnswer = (language: 'json' | 'text' = 'json'): [shell: string, answer: string | undefined][] => {
  const all = [...readme.matchAll(/^```(sh|json|text)\n([\s\S]*?)\n```$/gm)].map(
    ([, lang, code]) => [lang, code] as [string, string],
  );
  return all.flatMap(([lang, code], i) => {
    const next = all[i + 1];
    return lang === 'sh' ? [[code, next?.[0] === language ? next[1] : undefined] as [string, string | undefined]] : [];
  });
};

/** The rows of the table whose first heading is this. */
export const rows = (heading: string): string[][] => {
  const [, table = ''] = readme.split(`\n| ${heading} |`);
  const lines = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};
