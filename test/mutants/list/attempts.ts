/** One message on its way: its deadlines and its attempts. */
import { deaf, late, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const attempts = [
  ...mutantsOf(
    'lambda/deadlines.ts',
    ['what-hottask-does', 'model', 'soak/model-at-length'],
    [
      [
        'no time is kept for the answer',
        deaf,
        { find: 'timings.answerWithinMs + timings.settleWithinMs', put: 'timings.settleWithinMs' },
      ],
      [
        'no time is kept for the settle',
        deaf,
        { find: 'timings.settleWithinMs + timings.parkWithinMs', put: 'timings.parkWithinMs' },
      ],
      ['no time is kept for parking', deaf, { find: ' + timings.parkWithinMs;', put: ';' }],
      [
        'the lease ends with the invocation',
        twice,
        { find: 'endsAt + 2 * clockSkewMs', put: 'endsAt' },
        ['model', 'ledger-items'],
      ],
      [
        'the lease counts one clock',
        twice,
        { find: 'endsAt + 2 * clockSkewMs', put: 'endsAt + clockSkewMs' },
        ['model', 'ledger-items'],
      ],
      [
        'the lease is the time of one POST',
        twice,
        { find: 'leaseUntil: endsAt + 2 * clockSkewMs', put: 'leaseUntil: now + timings.answerWithinMs' },
        ['model', 'ledger-items'],
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/middleware/time-budget.ts',
    ['what-hottask-does'],
    [
      [
        'every invocation has 20 s',
        deaf,
        { find: 'context.getRemainingTimeInMillis()', put: '20_000 + 0 * context.getRemainingTimeInMillis()' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/attempts.ts',
    ['what-hottask-does'],
    [
      [
        'NotAfter is no deadline of a POST',
        late,
        {
          find: 'Math.min(lastWriteAt, sendBy(rules, delivery))',
          put: 'lastWriteAt',
        },
        ['what-hottask-does', 'same-key'],
      ],
      [
        'NotAfter outweighs the deadline',
        deaf,
        {
          find: 'Math.min(lastWriteAt, sendBy(rules, delivery))',
          put: 'sendBy(rules, delivery)',
        },
      ],
      [
        'a POST has no deadline',
        late,
        { find: 'secretKey.text, writeBy);', put: 'secretKey.text, Number.POSITIVE_INFINITY);' },
        ['what-hottask-does', 'model'],
      ],
      [
        'a reason to try again counts for ever',
        'HotTask gets the same message until the time is over',
        { find: '!allowed.delete(again)', put: '!allowed.has(again)' },
      ],
      [
        'a refused key is used once more',
        'HotTask refuses each message twice',
        { find: 'reread?.version === used.version ? undefined : reread', put: 'reread' },
      ],
      [
        'what became too late is called not sent',
        'the caller repeats what must not be sent any more',
        {
          find: "verdict.row.state === 'NotSent' ? expired(rules, delivery, now()) : undefined",
          put: 'undefined as Outcome | undefined',
        },
      ],
      [
        'an Unknown that became too late is called expired',
        twice,
        { find: "verdict.row.state === 'NotSent' ? expired", put: "verdict.row.state !== 'Sent' ? expired" },
      ],
    ],
  ),
];
