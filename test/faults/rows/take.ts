/** The take on the wire: a reminder that fires takes its own item first, and without it nobody is texted and nothing is claimed. */
import type { AwsTrouble } from '../../../sandbox/chaos/aws-troubles.ts';
import { type Broken, broken } from '../broken.ts';
import type { Fault } from '../fault.ts';
import type { Step } from '../scene.ts';

type Expected = Omit<Broken, 'make'>;

const onceSent: Expected = { hears: 'Sent', texts: 1, leaves: ['Sent'] };
/** Not taken, or nobody knows: only what the ledger says of its key is looked up. */
const notTaken: Expected = { hears: 'NotSent', texts: 0, leaves: ['nothing'], asked: ['GetItem'] };

const rows: [AwsTrouble, 'once' | 'always', Expected][] = [
  ['fails', 'once', onceSent],
  ['fails', 'always', notTaken],
  ['is throttled', 'once', onceSent],
  ['is throttled', 'always', notTaken],
  ['is denied', 'once', notTaken],
  ['is denied', 'always', notTaken],
  ['is lost', 'once', onceSent],
  ['is lost', 'always', notTaken],
  ['is done, its answer lost', 'once', onceSent],
  ['is done, its answer lost', 'always', notTaken],
  ['is never answered', 'once', notTaken],
  ['is never answered', 'always', notTaken],
  ['is done, and never answered', 'once', notTaken],
  ['is answered after half a second', 'once', onceSent],
  ['is answered after half a second', 'always', onceSent],
  ['comes twice, the first is answered', 'once', onceSent],
  ['comes twice, the first is answered', 'always', onceSent],
  ['comes twice, the second is answered', 'once', onceSent],
  ['comes twice, the second is answered', 'always', onceSent],
  ['is cut off, and a copy comes late', 'once', onceSent],
  ['is cut off, and a copy comes late', 'always', notTaken],
];

/** With the look at the item broken too, by which it learns that its own answer was lost. */
const both: [AwsTrouble, Expected][] = [
  ['fails', notTaken],
  ['is never answered', notTaken],
];

const often = { once: 1, always: Number.POSITIVE_INFINITY };

const tell = ({ texts }: Expected): string =>
  texts === 1 ? 'the recipient gets one text' : 'nobody is texted, and one text goes out when it is delivered again';

/** Of a row about the take. */
export const onlyReminders: NonNullable<Fault['notOn']> = Object.fromEntries(
  ['HTTP', 'SQS', 'EventBridge', 'SNS', 'direct'].map((name) => [name, 'only a reminder has an item to take']),
);

const row = (name: string, { expected, troubles }: { expected: Expected; troubles: [Step, AwsTrouble, number][] }) => ({
  point: 'take',
  name: `${name}: ${tell(expected)}`,
  notOn: onlyReminders,
  play: broken({
    ...expected,
    make: (cell) => {
      for (const trouble of troubles) cell.trouble(...trouble);
    },
  }),
});

export const takeFaults: Fault[] = [
  ...rows.map(([trouble, times, expected]) =>
    row(`the take ${trouble} ${times}`, { expected, troubles: [['take', trouble, often[times]]] }),
  ),
  ...both.map(([trouble, expected]) =>
    row(`the take is done, its answer lost once, and the look at the item ${trouble}`, {
      expected,
      troubles: [
        ['take', 'is done, its answer lost', 1],
        ['look', trouble, often.always],
      ],
    }),
  ),
];
