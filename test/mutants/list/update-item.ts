/** A write in DynamoDB’s words. */
import { endless, forgotten, needless, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const updateItem = [
  ...mutantsOf(
    'lambda/io/update-item.ts',
    ['ledger-writes'],
    [
      ['one clause of a row is enough', twice, { find: "join(' AND ')", put: "join(' OR ')" }],
      [
        'what is as late as the limit is below it',
        'the caller hears that a reminder was cancelled, and its text goes out',
        { find: '} < $', put: '} <= $' },
        ['reminder-writes'],
      ],
      ['all rows must hold', needless, { find: "join(' OR ')", put: "join(' AND ')" }],
      [
        'the first of the values is the only one',
        needless,
        { find: "clause.isOneOf.map(value).join(', ')", put: 'value(clause.isOneOf[0] as Value)' },
      ],
      [
        'whatever stands there, it is absent',
        twice,
        {
          find: "if ('isAbsent' in clause) return",
          put: "if ('isAbsent' in clause) return ['attribute_exists(', ') OR attribute_not_exists(', ')'].join(name('pk')) ||",
        },
      ],
      ['nothing is removed', forgotten, { find: 'remove.length > 0', put: 'remove.length > 99' }],
      [
        'claims are not counted',
        'a person cannot see how often it was tried',
        { find: '...(isClaim ?', put: '...(isClaim && false ?' },
      ],
      [
        'a number is written as text',
        endless,
        { find: "typeof value === 'string' ? { S: value } : { N: String(value) }", put: '{ S: String(value) }' },
      ],
    ],
  ),
];
