/** What counts as let out, and what does not: a check that cries at a clock would soon be switched off. */
import { expect, test } from 'vitest';
import { canary, holdsCanary } from './canary.ts';

const { number, secretKey, callerKey } = canary;

test.each([
  ['HotTask’s key', `Authorization: ${secretKey}`],
  ['a caller key', callerKey],
  ['a word of the text', 'Ms Ptarmigan'],
  ['the number', number],
  ['the number without its plus', number.slice(1)],
  ['the number without its country', number.slice(2)],
  ['the number beside another', `1${number.slice(1)}0`],
  ['the last seven digits', `555-${number.slice(-7)}`],
])('%s is let out', (_, output) => expect(holdsCanary(output)).toBe(true));

test.each([
  ['an instant with the same digits', '{"SourceTime":"1795555014274"}'],
  ['the masked number', '+1 … 42'],
])('%s is none', (_, output) => expect(holdsCanary(output)).toBe(false));
