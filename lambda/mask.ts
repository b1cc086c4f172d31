/** What HotTask says in its own words may quote the message: it is shown only through a mask. */

export type Mask = (text: string) => string;

/** Anything that could be a phone number, however it is written. */
const numberLike = /\+?\d(?:[\s().\-/]*\d){6,}/g;
const shortestFragment = 8;
const longestShown = 500;

/**
 * Hides what must never come back in an error: number-like runs of digits, the given secrets, and each stretch of
 * eight characters or more that the text also holds (HotTask may quote a part of it). Shows at most 500 characters.
 */
export const makeMask = ({ text, secrets }: { text: string; secrets: string[] }): Mask => {
  const whole = [...secrets, text, text.trim()].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return (shown) => {
    let masked = shown.slice(0, longestShown * 2);
    for (const secret of whole) masked = masked.replaceAll(secret, '***');
    return hideFragments(masked, text).replace(numberLike, '***').slice(0, longestShown);
  };
};

const hideFragments = (shown: string, text: string): string => {
  let out = '';
  let at = 0;
  while (at < shown.length) {
    let length = 0;
    while (at + length < shown.length && text.includes(shown.slice(at, at + length + 1))) length += 1;
    if (length >= shortestFragment) {
      out += '***';
      at += length;
    } else {
      out += shown[at];
      at += 1;
    }
  }
  return out;
};
