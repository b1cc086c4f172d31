/** What an item is known by, and what can be read of it. */
import { endless, other, twice, untrue } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const items = [
  ...mutantsOf(
    'lambda/ledger/item.ts',
    ['ledger-items'],
    [
      ['an item without an owner is read', twice, { find: '!isText(owner) || ', put: '' }],
      ['an item without a fingerprint is read', other, { find: '!isText(fingerprint) || ', put: '' }],
      ['a state of another version is read', untrue, { find: ' || !states.includes(state))', put: ')' }],
      [
        'attempts that are no number are read',
        'the recipient gets no text: adding to it fails for ever',
        { find: "if (attempts !== undefined && typeof attempts !== 'number')", put: 'if (attempts === null)' },
      ],
      [
        'a lease that cannot be read never ends',
        endless,
        {
          find: "typeof leaseUntil === 'number' ? leaseUntil : 0",
          put: "typeof leaseUntil === 'number' ? leaseUntil : Date.now() + 60_000",
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/ledger/identity.ts',
    ['same-key', 'ledger-items'],
    [
      [
        'two callers’ equal keys are one',
        'the second recipient gets no text',
        { find: 'JSON.stringify([scope, key])', put: 'JSON.stringify([scope.slice(0, 0), key])' },
      ],
      [
        'another chatbot is the same message',
        other,
        {
          find: "hmac('message', SerialNumber, ToPhoneNumber, Message)",
          put: "hmac('message', SerialNumber.slice(0, 0), ToPhoneNumber, Message)",
        },
      ],
      [
        'another number is the same message',
        other,
        {
          find: "hmac('message', SerialNumber, ToPhoneNumber, Message)",
          put: "hmac('message', SerialNumber, Message)",
        },
      ],
      [
        'another text is the same message',
        other,
        {
          find: "hmac('message', SerialNumber, ToPhoneNumber, Message)",
          put: "hmac('message', SerialNumber, ToPhoneNumber)",
        },
      ],
      [
        'the hashes need no Pepper',
        'who has the table finds every number in seconds',
        { find: "createHmac('sha256', pepper)", put: "createHmac('sha256', pepper.slice(0, 0))" },
      ],
      [
        'the number stands in the ledger',
        'who has the table reads every number',
        { find: 'ToPhoneNumber.slice(-2)', put: 'ToPhoneNumber' },
      ],
    ],
  ),
];
