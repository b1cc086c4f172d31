/** What is kept of an outcome, and heard again. */
import { needless, pointless, reads, twice, untrue } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const keptReply = [
  ...mutantsOf(
    'lambda/ledger/kept-reply.ts',
    ['same-key', 'ledger-items'],
    [
      [
        'an Unknown is kept as not sent',
        twice,
        { find: "return { state: 'Unknown', reply:", put: "return { state: 'NotSent', reply:" },
      ],
      [
        'a NotSent is kept as Unknown',
        needless,
        { after: "    case 'Expired':", find: "return { state: 'NotSent'", put: "return { state: 'Unknown'" },
      ],
      [
        'what expired is kept as Unknown',
        needless,
        { find: "    case 'Expired': // found expired after the claim, and never written to HotTask\n", put: '' },
      ],
      [
        'a Sent is kept as not sent',
        twice,
        { find: "return { state: 'Sent', reply: masked(", put: "return { state: 'NotSent', reply: masked(" },
      ],
      [
        'a Refused is kept as not sent',
        pointless,
        { find: "return { state: 'Refused', reply: JSON", put: "return { state: 'NotSent', reply: JSON" },
      ],
      [
        'the reply is kept as it came',
        reads,
        { find: 'reply: masked(outcome.reply, message, secretKey)', put: 'reply: outcome.reply' },
      ],
      ['a SessionID that is the number is kept', reads, { find: ' && isSilent(data.SessionID)', put: '' }],
      ['a Version that is a word of the text is kept', reads, { find: ' && isSilent(envelope.Version)', put: '' }],
      [
        'a Sent is replayed whatever is kept of it',
        untrue,
        { find: 'isAcceptance(kept) ? reply : noReply', put: 'isAcceptance(kept) || reply ? reply : noReply' },
      ],
      [
        'a replay is not marked',
        'the caller takes an old answer for a new text',
        {
          find: 'isAcceptance(kept) ? reply : noReply, isReplayed: true }',
          put: 'isAcceptance(kept) ? reply : noReply }',
        },
      ],
      [
        'a replay has no words',
        untrue,
        {
          find: "typeof kept?.Message === 'string' ? kept.Message : 'The ledger kept no reason.'",
          put: "'The ledger kept no reason.'",
        },
      ],
      [
        'an Unknown is replayed as not sent',
        twice,
        {
          find: "return { state: 'Unknown', why, isReplayed: true };",
          put: "return { state: 'NotSent', why, retryAfter: 30 };",
        },
      ],
    ],
  ),
];
