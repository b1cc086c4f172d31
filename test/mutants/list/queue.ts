/** Everything asynchronous: its envelopes, its keys, and where a record ends. */
import { late, lost, pointless, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

const gone = 'the recipient gets no text, and nobody learns of it';
const held = 'nine recipients get no text for the sake of one bad record';

export const queue = [
  ...mutantsOf(
    'lambda/entrances/queue.ts',
    ['queue', 'parking', 'bad-records'],
    [
      ['a record that is not parked counts as dealt with', gone, { find: '(result.isParked ||', put: '(true ||' }],
      ['a bug in opening one record stands for all', held, { find: 'return { bug };', put: 'throw bug;' }],
      [
        'a record that a bug stopped is deleted',
        gone,
        {
          find: "'outcome' in result && (result.isParked || result.place",
          put: "'bug' in result || (result.isParked || result.place",
        },
      ],
      ['the answer has another name', gone, { find: 'batchItemFailures: Records', put: 'BatchItemFailures: Records' }],
      ['what is parked is not parked', gone, { find: 'placeOf: placeOfRecord,', put: "placeOf: () => 'done'," }],
      [
        'an age counts from this delivery',
        late,
        { find: 'const arrivedAt = sent > 0 ? Math.min(sent, now()) : now();', put: 'const arrivedAt = now();' },
      ],
      [
        'a key that is none is passed over',
        twice,
        {
          find: 'if (problems.length > 0) return { outcome: invalid(problems), arrived: { ...asItIs, ...kept(marks, arrivedAt) } };',
          put: '',
        },
      ],
      [
        'a record without an id is taken',
        gone,
        { find: " && typeof messageId === 'string' && messageId !== ''", put: '' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/deliver-all.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'two records with one key race',
        'the second recipient hears "in progress" for two minutes',
        {
          find: '? await inTurn(pkOfDelivery(entry.delivery), () => deliver(entry.delivery, secrets, deadlines))',
          put: '? await deliver(entry.delivery, secrets, deadlines)',
        },
      ],
      [
        'what is parked forgets its key',
        twice,
        { find: "(state === 'Unknown' || state === 'Refused')", put: "state === 'Refused'" },
      ],
      [
        'what was never claimed is parked with the key of another text',
        lost,
        { find: "(state === 'Unknown' || state === 'Refused')", put: "state !== 'Invalid'" },
      ],
      [
        'a record that was not parked says that it was',
        gone,
        {
          find: 'isParked: await park(record, requestId, deadlines)',
          put: 'isParked: (await park(record, requestId, deadlines)) || true',
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/parking.ts',
    ['queue', 'parking', 'bad-records'],
    [
      ['an Unknown comes again', pointless, { find: "Unknown: 'parked',", put: "Unknown: 'again'," }],
      ['a NotSent is done', lost, { find: "NotSent: 'again',", put: "NotSent: 'done'," }],
      ['an InProgress is done', lost, { find: "InProgress: 'again',", put: "InProgress: 'done'," }],
      ['a Refused is forgotten', gone, { find: "Refused: 'parked',", put: "Refused: 'done'," }],
      ['a Blocked is forgotten', gone, { find: "Blocked: 'parked',", put: "Blocked: 'done'," }],
      ['a KeyReused is forgotten', gone, { find: "KeyReused: 'parked',", put: "KeyReused: 'done'," }],
      ['an Invalid is forgotten', gone, { find: "Invalid: 'parked',", put: "Invalid: 'done'," }],
      [
        'who asks after an Unknown parks it once more',
        'a person finds one message again and again',
        { find: ' && !outcome.isReplayed', put: '' },
      ],
      [
        'a body that SQS does not take is parked as it is',
        'an Unknown of HTTP is nowhere to be found',
        { find: 'body: sqsText(body),', put: 'body,' },
      ],
      [
        'a body without room is sent all the same',
        'SQS is asked in vain, hundreds of times',
        { find: '<= longestBytes;', put: '<= longestBytes * 2;' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/envelopes/open.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'a source whose clock is ahead makes it young',
        late,
        { find: 'sourceTime: Math.min(made, arrivedAt),', put: 'sourceTime: made,' },
      ],
      ['the time of the first time is forgotten', late, { find: 'const made = sourceTime ??', put: 'const made =' }],
      [
        'an envelope’s own time is not looked at',
        late,
        { find: "('problems' in unwrapped ? undefined : unwrapped.sourceTime) ?? arrivedAt", put: 'arrivedAt' },
      ],
      [
        'a person’s word on the age is not heard',
        'the recipient gets no text, although a person said so',
        { find: '...(until === undefined ? {} : { until }),', put: '' },
      ],
      [
        'a record that comes back has a new key',
        twice,
        { find: '...(ledgerKey === undefined ? {} : { ledgerKey }),', put: '' },
      ],
      [
        'a key of an envelope counts as a key of its own',
        'a text that its producer repeats is sent twice, against the rule',
        {
          find: 'keyIsDerived: message.IdempotencyKey === undefined &&',
          put: 'keyIsDerived: message.IdempotencyKey === null &&',
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/envelopes/on-event.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'two rules on one event are one message',
        'one of two recipients gets no text',
        { after: 'keyOf: (given) =>', find: '{Rule}/$', put: '{""}$' },
      ],
      [
        'a long number loses its digits',
        'the recipient reads another number',
        { find: 'readObjectKeepingDigits(text) as', put: '(JSON.parse(text) as Record<string, unknown>) as' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/envelopes/template.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'what the event lacks is an empty text',
        'the recipient reads "Hi !"',
        { find: 'if (found === undefined) problems.push(', put: 'if (found === null) problems.push(' },
      ],
      [
        'a number in a place is told',
        'who reads the log reads a phone number',
        { find: ' && !holdsNumber(path)', put: '' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/envelopes/event-bridge.ts',
    ['queue', 'bad-records', 'aws-events'],
    [['an event’s own key is passed over', twice, { find: 'keyOf: (given) => given ?? id,', put: 'keyOf: () => id,' }]],
  ),
  ...mutantsOf(
    'lambda/envelopes/sns.ts',
    ['queue', 'bad-records', 'aws-events'],
    [
      [
        'a notification has a new key each time',
        twice,
        { find: 'keyOf: (given) => given ?? MessageId,', put: 'keyOf: (given) => given ?? String(Math.random()),' },
      ],
      [
        'a subscription to confirm is a message',
        'a person reads the wrong reason',
        { find: "if (Type !== 'Notification')", put: "if (Type === 'nothing')" },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/io/parked.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'parking is not waited for',
        gone,
        { find: 'isParked: true, mayRepeat: false };', put: 'isParked: false, mayRepeat: false };' },
      ],
      [
        'a failure is not tried again',
        'a record waits two minutes for a hiccup of SQS',
        {
          find: 'return { isParked: false, ...failureOf(error) };',
          put: 'return { isParked: false, ...failureOf(error), mayRepeat: false };',
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/ledger/standing.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'a parked record is compared by its fingerprint',
        'the recipient gets no text after a change of the default chatbot',
        {
          find: 'fingerprint !== undefined && item.fingerprint !== fingerprint',
          put: 'item.fingerprint !== (fingerprint ?? "")',
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/ledger/identity.ts',
    ['queue', 'parking', 'bad-records'],
    [
      [
        'a parked record is never compared',
        lost,
        { find: 'ledgerKey !== undefined && hasDefaultSerialNumber', put: 'ledgerKey !== undefined' },
      ],
      [
        'a record that comes back takes the key from its caller',
        'the caller’s next call with its key is another message',
        { find: '...(ledgerKey === undefined ? { scope, key,', put: '...(ledgerKey !== null ? { scope, key,' },
      ],
    ],
  ),
];
