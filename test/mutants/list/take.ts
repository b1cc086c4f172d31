/** The take of a reminder that fires, broken in the bundle that is deployed: the fault matrix must notice. */
import { needless, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

const cancelled = 'the recipient gets a text although its cancel was acknowledged';
const moved = 'the recipient gets a text at the old time, although it was moved';

const take = `      const taken = delivery.firing ? await reminders.take(delivery.firing, delivery.requestId, deadlines) : 'mine';
      if (taken === 'unreachable' || taken === 'not yet' || taken === 'edited')
        return unlessKnown(() => conclude({ at: 'reminder', problem: taken }, delivery));
      if (taken !== 'mine') return unlessKnown(() => cancelled[taken]);
`;
const claim = '      const claim = await ledger.claim(identity, deadlines);\n';

/** Only the rows of the matrix that show it. */
const shownBy = (titles: string, ...mutants: Parameters<typeof mutantsOf>) =>
  mutantsOf(...mutants).map((mutant) => ({ ...mutant, titles }));

export const takes = [
  ...shownBy(
    'cancelled before it fires',
    'lambda/deliver.ts',
    ['faults'],
    [
      ['the take is left out', cancelled, { find: take, put: '' }],
      ['the take comes after the claim', needless, { find: take + claim, put: claim + take }],
    ],
  ),
  ...shownBy(
    'cancelled (before it fires|while its take)',
    'lambda/reminders/protocol.ts',
    ['faults'],
    [
      [
        'the take of what is cancelled is taken for done',
        cancelled,
        { find: "item.state === 'Cancelled') return 'cancelled';", put: "item.state === 'Cancelled') return 'mine';" },
      ],
    ],
  ),
  ...shownBy(
    'moved before it fires|another one at the same moment has beaten',
    'lambda/reminders/protocol.ts',
    ['faults'],
    [['the take of what was moved is taken for done', moved, { find: "return 'moved';", put: "return 'mine';" }]],
  ),
  ...shownBy(
    'the take is (lost|denied) always',
    'lambda/reminders/protocol.ts',
    ['faults'],
    [
      [
        'the take without an answer is taken for done',
        cancelled,
        {
          find: "if (written !== 'condition failed') return 'unreachable';\n  const found = yield* read(firing);",
          put: "if (written !== 'condition failed') return 'mine';\n  const found = yield* read(firing);",
        },
      ],
    ],
  ),
  ...shownBy(
    'of a change that never came to its end',
    'lambda/reminders/protocol.ts',
    ['faults'],
    [
      [
        'the take of what was never committed is taken for done',
        twice,
        {
          find: "item.revision < firing.revision) return 'not yet'",
          put: "item.revision < firing.revision) return 'mine'",
        },
      ],
    ],
  ),
  ...shownBy(
    'a cancel that comes when it is taken',
    'lambda/io/reminders.ts',
    ['faults'],
    [
      [
        'the take holds for no time',
        cancelled,
        { find: 'taking(firing, deadlines.leaseUntil, now)', put: 'taking(firing, now(), now)' },
      ],
    ],
  ),
  ...shownBy(
    'set anew for the same time|another one at the same moment has beaten',
    'lambda/reminders/writes.ts',
    ['faults'],
    [
      [
        'the take looks at no revision and no nonce',
        moved,
        { find: "const mine = [is('revision', revision), is('nonce', nonce), ", put: 'const mine = [' },
      ],
    ],
  ),
];
