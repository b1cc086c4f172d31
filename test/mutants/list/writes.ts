/** The conditions of the ledger’s writes, and what they leave. */
import { forever, forgotten, needless, twice, untrue } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const writes = [
  ...mutantsOf(
    'lambda/ledger/writes.ts',
    ['ledger-conditions', 'model', 'soak/model-at-length'],
    [
      ['a claim takes whatever stands there', twice, { find: ': [neverSeen];', put: ': [];' }],
      [
        'a claim takes what was sent since it read',
        twice,
        { find: "[is('state', 'NotSent'), is('owner', unsent.owner)]", put: "[is('owner', unsent.owner)]" },
      ],
      [
        'a claim takes any NotSent',
        needless,
        { find: "[is('state', 'NotSent'), is('owner', unsent.owner)]", put: "[is('state', 'NotSent')]" },
      ],
      [
        'giving back leaves no mark',
        needless,
        { find: 'when: [unclaimed(unsent), [mine, notYetSettled]]', put: 'when: [[mine, notYetSettled]]' },
      ],
      [
        'giving back takes back nothing',
        needless,
        { find: 'when: [unclaimed(unsent), [mine, notYetSettled]]', put: 'when: [unclaimed(unsent)]' },
      ],
      ['giving back frees the claim of another', twice, { find: '[mine, notYetSettled]]', put: '[notYetSettled]]' }],
      ['giving back frees what was settled', twice, { find: '[mine, notYetSettled]]', put: '[mine]]' }],
      [
        'giving back says nothing of whom it was',
        twice,
        {
          find: "set: { ...identity, owner, leaseUntil, ...settled('NotSent', now) }",
          put: "set: { ...identity, leaseUntil, ...settled('NotSent', now) }",
        },
      ],
      [
        'anybody may settle',
        twice,
        { find: "[[is('owner', owner), is('state', 'Sending', state)]]", put: "[[is('state', 'Sending', state)]]" },
      ],
      [
        'what is settled may be settled otherwise',
        twice,
        { find: "[[is('owner', owner), is('state', 'Sending', state)]]", put: "[[is('owner', owner)]]" },
      ],
      [
        'a repeated settle fails',
        'a person is woken for nothing',
        { find: "is('state', 'Sending', state)", put: "is('state', 'Sending')" },
        ['ledger-faults', 'ledger-conditions'],
      ],
      [
        'a person’s word is on any claim',
        twice,
        { find: "[[is('owner', seen.owner), is('state', seen.state)]]", put: "[[is('state', seen.state)]]" },
      ],
      [
        'a person’s word is on any state',
        twice,
        { find: "[[is('owner', seen.owner), is('state', seen.state)]]", put: "[[is('owner', seen.owner)]]" },
      ],
      [
        'a person’s word leaves the ownership',
        twice,
        {
          find: 'set: { ...settled(state, now), owner, settledBy, why }',
          put: 'set: { ...settled(state, now), settledBy, why }',
        },
        ['settle', 'model', 'ledger-conditions'],
      ],
      [
        'a person’s word keeps what HotTask said',
        untrue,
        { find: "remove: ['reply'],", put: 'remove: [],' },
        ['settle'],
      ],
      [
        'a claim counts for nothing',
        'a person cannot see how often it was tried',
        { find: '  isClaim: true,\n});', put: '});' },
        ['ledger-items'],
      ],
      [
        'a claim keeps no lease',
        needless,
        { find: "state: 'Sending', owner, leaseUntil, claimedAt", put: "state: 'Sending', owner, claimedAt" },
      ],
      [
        'an Unknown is forgotten',
        forgotten,
        {
          find: "...(state === 'Unknown' ? {} : { expiresAt",
          put: "...(state === 'Sent' && Number.isNaN(now) ? {} : { expiresAt",
        },
        ['ledger-items'],
      ],
      [
        'nothing is ever forgotten',
        forever,
        { find: "...(state === 'Unknown' ? {} : { expiresAt", put: "...(state !== 'Unknown' ? {} : { expiresAt" },
        ['ledger-items'],
      ],
      [
        'a claim is forgotten while it is sent',
        forgotten,
        { find: ", 'why', 'expiresAt'],", put: ", 'why']," },
        ['ledger-items'],
      ],
      [
        'a claim keeps what was settled before',
        untrue,
        { find: "['reply', 'settledAt', 'settledBy', 'why', 'expiresAt']", put: "['expiresAt']" },
        ['ledger-items'],
      ],
      [
        'a key is forgotten after four days',
        twice,
        { find: '45 * 24 * 3_600', put: '4 * 24 * 3_600' },
        ['ledger-items'],
      ],
      [
        'a key is forgotten in the year 50,000',
        forever,
        { find: 'Math.ceil(now / 1_000)', put: 'now' },
        ['ledger-items'],
      ],
      [
        'a person’s NotSent is never forgotten',
        forever,
        {
          find: 'set: { ...settled(state, now), owner, settledBy, why }',
          put: 'set: { state, settledAt: now, owner, settledBy, why }',
        },
        ['ledger-conditions'],
      ],
    ],
  ),
];
