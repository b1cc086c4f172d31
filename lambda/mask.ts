/** What HotTask says in its own words may quote the message: it is shown only through a mask. */

export type Mask = (words: string) => string;

const stars = '***';
/** HotTask may quote a part: a stretch this long that a hidden text also holds is hidden too. */
const shortestFragment = 8;
/** Seven digits or more, of any script, however they are set apart. */
const numberLike = /\+?\p{Nd}(?:[^\p{L}\p{Nd}]{0,4}\p{Nd}){6,}/gu;
const longestRead = 16_000;
const longestShown = 500;

/**
 * Hides number-like runs of digits, and the given texts: whole, in stretches, in another case, escaped for JSON, HTML or
 * a URL. Shows at most 500 characters.
 */
export const makeMask =
  (hidden: string[]): Mask =>
  (words) => {
    const whole = hidden
      .flatMap((text) => [text, text.trim()])
      .map((text) => unescaped(text).toLowerCase())
      .filter((text) => text !== '')
      .sort((a, b) => b.length - a.length);
    return hide(unescaped(words.slice(0, longestRead)), whole)
      .replace(numberLike, stars)
      .slice(0, longestShown);
  };

/** Hides, from left to right, the longest stretch that one of the texts holds, where it is long enough or all of it. */
const hide = (words: string, texts: string[]): string => {
  const lower = words.toLowerCase();
  // A few letters change their length with their case; then the places would not fit.
  const shown = lower.length === words.length ? words : lower;
  let out = '';
  for (let at = 0; at < shown.length; ) {
    const length = Math.max(...texts.map((text) => hiddenLength(lower, at, text)), 0);
    out += length > 0 ? stars : shown[at];
    at += length || 1;
  }
  return out;
};

const hiddenLength = (lower: string, at: number, text: string): number => {
  if (lower.startsWith(text, at)) return text.length;
  let length = shortestFragment;
  if (!text.includes(lower.slice(at, at + length)) || at + length > lower.length) return 0;
  while (at + length < lower.length && text.includes(lower.slice(at, at + length + 1))) length += 1;
  return length;
};

const character = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** One plain form for what JSON, HTML and URLs write in several ways; characters without width are left out. */
const unescaped = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => character(Number.parseInt(hex, 16)))
    .replace(/\\(["\\/])/g, '$1')
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});/g, (_, digits) => character(Number(digits)))
    .replace(/&(nbsp|quot|apos|lt|gt|amp);/gi, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '');

/** Whether a person may have written a phone number into it. A date in digits counts as one. */
export const holdsNumber = (words: string): boolean => unescaped(words).search(numberLike) >= 0;
