/** What an item stands for. */
import { endless, needless, other, twice, untrue } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const standing = [
  ...mutantsOf(
    'lambda/ledger/standing.ts',
    ['ledger-items', 'same-key'],
    [
      [
        'a lease is never over',
        endless,
        { find: "state === 'Sending' && leaseUntil > now", put: "state === 'Sending' && leaseUntil > 0 * now" },
      ],
      [
        'a lease is always over',
        untrue,
        { find: "state === 'Sending' && leaseUntil > now", put: "state === 'Sending' && leaseUntil > now + 3_600_000" },
      ],
      [
        'our own claim is somebody else’s where its answer is lost',
        needless,
        {
          find: 'item.owner === owner && isLeased(item, now)',
          put: 'item.owner === owner && isLeased(item, now) && false',
        },
        ['ledger-faults'],
      ],
      [
        'a lease of years is waited for',
        'the caller hears "in progress" for years',
        { find: ' && leaseUntil - now < longestLeaseMs', put: ' && leaseUntil - now < longestLeaseMs * 1e9' },
      ],
      [
        'anybody’s claim is our own',
        twice,
        { find: 'item.owner === owner && isLeased(item, now)', put: 'isLeased(item, now)' },
      ],
      [
        'a fingerprint is not looked at',
        other,
        { find: 'item.fingerprint !== fingerprint', put: 'item.fingerprint === fingerprint && false' },
      ],
      ['Sent may be claimed', twice, { find: "state === 'Sent' || state === 'Refused'", put: "state === 'Refused'" }],
      ['Refused is not replayed', untrue, { find: "state === 'Sent' || state === 'Refused'", put: "state === 'Sent'" }],
      ['Unknown loses its reason', untrue, { find: " || state === 'Unknown',", put: ',' }],
      [
        'what is under way may be claimed',
        twice,
        {
          after: "item: 'under way'",
          find: 'standing: ({ leaseUntil }, { now }) => inProgress(Math.ceil((leaseUntil - now) / 1_000))',
          put: "standing: () => 'free'",
        },
      ],
      [
        'what is under way is asked for at once again',
        'the caller asks without end',
        { find: 'Math.ceil((leaseUntil - now) / 1_000)', put: '0 * (leaseUntil - now)' },
      ],
      [
        'NotSent stays not sent',
        needless,
        {
          find: "when: ({ state }) => state === 'NotSent', standing: () => 'free'",
          put: "when: ({ state }) => state === 'NotSent', standing: () => abandoned",
        },
      ],
      [
        'what was abandoned may be claimed',
        twice,
        { find: 'when: () => true, standing: () => abandoned', put: "when: () => true, standing: () => 'free'" },
      ],
      [
        'what cannot be read may be claimed',
        twice,
        { find: "if (item === 'foreign') return foreign;", put: "if (item === 'foreign') return 'free';" },
      ],
      [
        'nothing is free',
        needless,
        { find: "if (item === undefined) return 'free';", put: 'if (item === undefined) return foreign;' },
        ['ledger-unsure', 'same-key'],
      ],
      [
        'a person sees a dead claim as in progress',
        needless,
        {
          find: "return isLeased(item, now) ? 'InProgress' : 'Unknown';",
          put: "return now > 0 || isLeased(item, now) ? 'InProgress' : 'Unknown';",
        },
        ['inquiry'],
      ],
      [
        'a person may settle what is in progress',
        twice,
        { find: "return isLeased(item, now) ? 'InProgress' : 'Unknown';", put: "return 'Unknown';" },
        ['inquiry', 'settle'],
      ],
    ],
  ),
];
