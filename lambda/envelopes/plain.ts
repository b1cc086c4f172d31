/** The message as it is: a record that somebody put on the queue, or a direct call. It takes what no other envelope recognises. */
import type { Envelope } from './envelope.ts';

export const makePlain = (where: string): Envelope => ({
  name: 'plain',
  recognises: () => true,
  unwrap: (value) => ({ message: value, where, keyOf: (given) => given }),
});
