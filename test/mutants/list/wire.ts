/** The ledger on the wire: what an answer of DynamoDB, or none, is taken for. */
import { ended, later, needless, silent, thaw, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const wire = [
  ...mutantsOf(
    'lambda/io/ledger.ts',
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
        'a step may last longer than the invocation',
        ended,
        { find: 'Math.min(shares[step], endsAt - now())', put: 'shares[step] + 0 * endsAt' },
        ['ledger-unsure'],
      ],
      [
        'who slept past its time writes all the same',
        needless,
        { find: "if (withinMs <= 0) return 'refused';", put: '' },
        ['held-back-claim'],
      ],
      [
        'all claims have one owner',
        twice,
        { find: 'const owner = randomUUID();', put: "const owner = 'us';" },
        ['same-key', 'ledger-items'],
      ],
      [
        'a failed settle is not told',
        silent,
        {
          find: "if (written === 'done') return;",
          put: "if (written !== 'condition failed') return;",
        },
      ],
      [
        'an item of another version is not told',
        'nobody learns why a key is stuck',
        {
          find: "found.item === 'foreign'",
          put: "found.item === 'foreign' && code",
        },
        ['ledger-items'],
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/io/aws-client.ts',
    ['ledger-faults'],
    [
      [
        'an answer 5xx proves that nothing was written',
        needless,
        { find: 'status >= 400 && status < 500', put: 'status >= 400 && status < 600' },
      ],
      [
        'a reset proves that nothing was written',
        needless,
        { find: '/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/', put: '/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET)$/' },
      ],
      ['what is throttled is not asked again', later, { find: ' || tooMany.test(name)', put: '' }],
      ['what got no answer is not asked again', later, { find: 'mayRepeat: !isRefusal || ', put: 'mayRepeat: ' }],
      ['nothing is asked again', later, { find: '!answer.mayRepeat || ', put: 'answer || ' }],
      [
        'the time for a step has no end',
        ended,
        {
          find: 'setTimeout(() => limit.abort(), withinMs)',
          put: 'setTimeout(() => limit.abort(), withinMs + 60_000)',
        },
      ],
      ['the timer of a step runs on', thaw, { find: '    clearTimeout(timer);\n', put: '' }, ['frozen']],
    ],
  ),
  ...mutantsOf(
    'lambda/io/aws-request.ts',
    ['ledger-faults'],
    [
      [
        'a connection to AWS is kept',
        thaw,
        { find: 'new http.Agent({ keepAlive: false })', put: 'new http.Agent({ keepAlive: true })' },
        ['ledger-unsure'],
      ],
      [
        'who waits for DynamoDB does not stop when its time is over',
        ended,
        { find: 'agents.http, signal }', put: 'agents.http }' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/io/dynamodb.ts',
    ['ledger-faults'],
    [
      [
        'whatever DynamoDB answers, it has written it',
        twice,
        { find: 'if (statusCode === 200)', put: 'if (statusCode)' },
        ['same-key'],
      ],
      [
        'DynamoDB’s name for an error is not read',
        'the caller hears "not sent" of a sent text',
        { find: "?? 'Error'", put: "&& 'Error'" },
        ['same-key'],
      ],
    ],
  ),
];
