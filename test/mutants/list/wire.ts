/** The ledger on the wire: what an answer of DynamoDB, or none, is taken for. */
import { ended, later, needless, silent, thaw, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const wire = [
  ...mutantsOf(
    'lambda/io/ledger.ts',
    ['ledger-faults'],
    [
      [
        'a step may last longer than the invocation',
        ended,
        { find: 'Math.min(shares[step], endsAt - now())', put: 'shares[step] + 0 * endsAt' },
        ['ledger-unsure'],
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
          find: "item === 'foreign'",
          put: "item === 'foreign' && requestId === ''",
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
