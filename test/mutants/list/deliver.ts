/** What comes before and behind the POST. */
import { needless, road, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const deliver = [
  ...mutantsOf(
    'lambda/deliver.ts',
    ['same-key'],
    [
      [
        'a refusal asks nothing of the ledger',
        road,
        { find: 'if (refusal) return unlessKnown(() => refusal);', put: 'if (refusal) return refusal;' },
      ],
      [
        'a missing secret key asks nothing of the ledger',
        'the caller hears "not sent" of a sent text',
        {
          find: "return unlessKnown(() => conclude({ at: 'secret key', ...secretKey }, delivery));",
          put: "return conclude({ at: 'secret key', ...secretKey }, delivery);",
        },
      ],
      [
        'a ledger that cannot be read knows nothing',
        road,
        {
          find: "if (known === 'unreachable') return conclude({ at: 'ledger' }, delivery);",
          put: "if (known === 'unreachable') return refuseIt();",
        },
        ['same-key', 'ledger-faults', 'ledger-unsure'],
      ],
      [
        'a key that is taken is sent all the same',
        twice,
        {
          find: '    if (!claim.isMine) return claim.outcome;',
          put: '    if (!claim.isMine && claim.outcome.state === "KeyReused") return claim.outcome;',
        },
      ],
      [
        'without a ledger it is sent all the same',
        twice,
        {
          find: "if (claim === 'unreachable') return conclude({ at: 'ledger' }, delivery);\n      if (!claim.isMine)",
          put: "if (claim !== 'unreachable' && !claim.isMine)",
        },
        ['ledger-faults'],
      ],
      [
        'a key is claimed without time for a POST',
        'the process ends in the middle, and the key is stuck until a person looks',
        { find: '    if (now() >= deadlines.lastWriteAt)', put: '    if (now() >= deadlines.endsAt)' },
        ['same-key', 'what-hottask-does', 'ledger-unsure'],
      ],
      [
        'without time for a POST nothing is asked of the ledger',
        'the caller hears "not sent" of a sent text',
        {
          find: "return unlessKnown(() => conclude({ at: 'deadline' }, delivery));",
          put: "return conclude({ at: 'deadline' }, delivery);",
        },
        ['same-key', 'ledger-unsure'],
      ],
      [
        'nothing is settled',
        needless,
        { find: '    await ledger.settle(claim, delivery, attempted, deadlines);\n', put: '' },
      ],
      [
        'the settle is not waited for',
        'a frozen process writes down hours later what became of it',
        { find: 'await ledger.settle(', put: 'ledger.settle(' },
        ['ledger-faults', 'frozen', 'same-key'],
      ],
      [
        'a dry run is claimed',
        'a key is used up by a message that was never meant to go',
        { find: "refusal.state === 'Invalid' || delivery.message.DryRun", put: "refusal.state === 'Invalid'" },
      ],
    ],
  ),
];
