/** A table on the wire: what an answer of DynamoDB, or none, is taken for. */
import { needless, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const table = [
  ...mutantsOf(
    'lambda/io/table.ts',
    ['ledger-faults'],
    [
      [
        'a try that may be written is forgotten',
        needless,
        { find: 'mayBeWritten ||= !isRefusal;', put: 'mayBeWritten = !isRefusal;' },
        ['ledger-unsure'],
      ],
      [
        'what got no answer is taken for unwritten',
        needless,
        { find: "mayBeWritten ? 'lost' : 'refused'", put: "'refused'" },
      ],
      [
        'a failed condition is a failure',
        'the caller hears "not sent" of a sent text',
        {
          find: "if (code === 'ConditionalCheckFailedException') return { written: 'condition failed', mayRepeat: false };",
          put: '',
        },
      ],
      [
        'a failed condition is a claim',
        twice,
        {
          find: "return { written: 'condition failed', mayRepeat: false };",
          put: "return { written: 'done', mayRepeat: false };",
        },
        ['same-key'],
      ],
      ['a read may be old', twice, { find: 'ConsistentRead: true', put: 'ConsistentRead: false' }, ['ledger-unsure']],
      [
        'who slept past its time writes all the same',
        needless,
        { find: "if (withinMs <= 0) return 'refused';", put: '' },
        ['held-back-claim'],
      ],
    ],
  ),
];
