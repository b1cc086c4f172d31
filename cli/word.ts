/** A person's word on an Unknown, checked: it is kept in the ledger, where no phone number may stand. */
import { holdsNumber } from '../lambda/mask.ts';

declare const checked: unique symbol;

export interface Word {
  state: 'Sent' | 'NotSent';
  /** Who says so. */
  by: string;
  why: string;
  [checked]: true;
}

/** @default counted in characters as a person counts them */
const longest = { '--by': 64, '--why': 200 } as const;
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** The word, or what is wrong with it in one sentence for each, without quoting it. */
export const readWord = (given: { state: Word['state']; by: string; why: string }): Word | { problems: string[] } => {
  const problems = [...problemsOf('--why', given.why), ...problemsOf('--by', given.by)];
  return problems.length > 0 ? { problems } : (given as Word);
};

const problemsOf = (name: '--by' | '--why', text: string): string[] => {
  const length = [...text].length;
  if (text.trim() === '' || length > longest[name])
    return [`${name} must be 1 to ${longest[name]} characters; got ${text.trim() === '' ? 'none' : length}`];
  if (control.test(text) || !text.isWellFormed())
    return [`${name} must hold no control characters and no line breaks: write it in one line`];
  if (holdsNumber(text))
    return [
      `${name} must hold no phone number, and nothing that may be one: at most 6 digits in a row (a date as 1 March 2027)`,
    ];
  return [];
};
