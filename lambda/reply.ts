/** HotTask's reply, read with care: nothing of it is trusted before it was looked at, nothing is shown unmasked. */
import { readJson } from './json.ts';

/** The fields of HotTask's envelope, each as it came (its page "Send Twilio Message"). */
export interface Reply {
  Code: unknown;
  Success: unknown;
  Message: unknown;
  Status: unknown;
  DataMessage: unknown;
}

const fieldsOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

/** Reads HotTask's envelope; undefined where the text is no JSON object. */
export const readReply = (text: string): Reply | undefined => {
  const read = readJson(text.replace(/^\uFEFF/, ''));
  const envelope = 'value' in read ? fieldsOf(read.value) : undefined;
  if (!envelope) return undefined;
  const data = fieldsOf(envelope.Data);
  const { Code, Success, Message } = envelope;
  return { Code, Success, Message, Status: data?.Status, DataMessage: data?.Message };
};

/** HotTask's own words for a failure, empty where it has none. */
export const wordsOf = (reply: Reply | undefined): string =>
  ([reply?.Message, reply?.DataMessage].find((text) => typeof text === 'string' && text.trim() !== '') as string) ?? '';

export type Mask = (text: string) => string;

/** Anything that could be a phone number, however it is written. */
const numberLike = /\+?\d(?:[\s().\-/]*\d){6,}/g;
const shortestFragment = 8;
const longestShown = 500;

/**
 * Hides what must never come back in an error: number-like runs of digits, the given secrets, and each stretch of
 * eight characters or more that the text also holds (HotTask may quote a part of it).
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
