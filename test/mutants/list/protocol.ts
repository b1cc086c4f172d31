/** The steps of a claim, a recall and a settle. */
import { needless, road, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const protocol = [
  ...mutantsOf(
    'lambda/ledger/protocol.ts',
    ['model', 'ledger-faults', 'soak/model-at-length'],
    [
      [
        'a claim without an answer is taken for ours',
        twice,
        { find: "if (written === 'done') return", put: "if (written !== 'condition failed') return" },
      ],
      [
        'a claim that may be written is given up',
        needless,
        {
          find: "if (written === 'refused') return 'unreachable';",
          put: "if (written !== 'done' && written !== 'condition failed') return 'unreachable';",
        },
      ],
      [
        'a claim without an answer is not given back',
        needless,
        { find: "      yield* write('settle', giveBack(identity, me, unsent, now()));\n", put: '' },
      ],
      [
        'a claim is asked for once',
        needless,
        { find: 'const mostClaims = 3;', put: 'const mostClaims = 1;' },
        ['same-key'],
      ],
      [
        'a claim is asked for without end',
        'the process spends its time asking',
        { find: 'const mostClaims = 3;', put: 'const mostClaims = 30;' },
        ['ledger-faults'],
      ],
      [
        'our own claim is somebody else’s',
        needless,
        {
          find: "    if (standing === 'mine') return { isMine: true };\n",
          put: "    if (standing === 'mine') return { isMine: false, outcome: inProgress() };\n",
        },
      ],
      [
        'a claim takes whatever stands there later',
        needless,
        { find: '    unsent = found.item as Item | undefined;\n', put: '' },
        ['same-key'],
      ],
      [
        'a recall that fails knows nothing',
        road,
        {
          find: "if (found === 'unreadable') return 'unreachable';",
          put: "if (found === 'unreadable') return 'unknown key';",
        },
        ['ledger-unsure'],
      ],
    ],
  ),
];
