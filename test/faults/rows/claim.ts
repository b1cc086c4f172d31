/** The claim on the wire: without a claim nobody is texted, and a claim of which nobody knows is given back. */

import type { AwsTrouble } from '../../../sandbox/chaos/aws-troubles.ts';
import { type Broken, broken } from '../broken.ts';
import type { Fault } from '../fault.ts';
import type { Step } from '../scene.ts';

type Expected = Omit<Broken, 'make'>;

const onceSent: Expected = { hears: 'Sent', texts: 1, leaves: ['Sent'] };
/** Not claimed; the key is free. */
const free: Expected = { hears: 'NotSent', texts: 0, leaves: ['nothing'] };
/** Perhaps claimed, and given back: the key is free. */
const givenBack: Expected = { hears: 'NotSent', texts: 0, leaves: ['NotSent'] };
/** Not claimed, but the last try may be cut off by the end of its time, and then nobody knows. */
const freeOrGivenBack: Expected = { ...free, leaves: ['nothing', 'NotSent'] };
/** Perhaps claimed, and not given back: nobody can know. */
const stuck: Expected = { hears: 'NotSent', texts: 0, leaves: ['Sending'] };

const rows: [AwsTrouble, 'once' | 'always', Expected][] = [
  ['fails', 'once', onceSent],
  ['fails', 'always', givenBack],
  ['is throttled', 'once', onceSent],
  ['is throttled', 'always', freeOrGivenBack],
  ['is denied', 'once', free],
  ['is denied', 'always', free],
  ['is lost', 'once', onceSent],
  ['is lost', 'always', givenBack],
  ['is done, its answer lost', 'once', onceSent],
  ['is done, its answer lost', 'always', givenBack],
  ['is never answered', 'once', givenBack],
  ['is never answered', 'always', givenBack],
  ['is done, and never answered', 'once', givenBack],
  ['is answered after half a second', 'once', onceSent],
  ['is answered after half a second', 'always', onceSent],
  ['comes twice, the first is answered', 'once', onceSent],
  ['comes twice, the first is answered', 'always', onceSent],
  ['comes twice, the second is answered', 'once', onceSent],
  ['comes twice, the second is answered', 'always', onceSent],
  ['is cut off, and a copy comes late', 'once', onceSent],
  ['is cut off, and a copy comes late', 'always', givenBack],
];

/** With what follows it broken too. */
const both: [AwsTrouble, 'once' | 'always', Step, AwsTrouble, Expected][] = [
  ['is done, its answer lost', 'once', 'recall', 'fails', givenBack],
  ['is done, its answer lost', 'always', 'settle', 'is lost', stuck],
  ['is cut off, and a copy comes late', 'always', 'settle', 'is lost', stuck],
  ['is lost', 'always', 'settle', 'is lost', free],
];

const often = { once: 1, always: Number.POSITIVE_INFINITY };
const names: Partial<Record<Step, string>> = { claim: 'claim', recall: 'look at it', settle: 'way back' };

const tell = ({ texts, leaves }: Expected): string => {
  if (texts === 1) return 'the recipient gets one text';
  return leaves.includes('Sending')
    ? 'nobody is texted, and nobody sends again by itself'
    : 'nobody is texted, and one text goes out when it is asked for again';
};

export const claimFaults: Fault[] = [
  ...rows.map(([trouble, times, expected]) => ({
    point: 'claim',
    name: `the claim ${trouble} ${times}: ${tell(expected)}`,
    play: broken({ ...expected, make: (cell) => cell.trouble('claim', trouble, often[times]) }),
  })),
  ...both.map(([trouble, times, step, also, expected]) => ({
    point: 'claim',
    name: `the claim ${trouble} ${times}, and the ${names[step]} ${also}: ${tell(expected)}`,
    play: broken({
      ...expected,
      make: (cell) => {
        cell.trouble('claim', trouble, often[times]);
        cell.trouble(step, also);
      },
    }),
  })),
];
