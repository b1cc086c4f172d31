/** The breaker: an outage costs a few decisions, and not one for each message. */
import { lost, road } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

const thousand = 'in an outage each recipient gets no text until a person has looked';
const shut = 'nobody gets a text any more, though HotTask is well';

export const breaker = [
  ...mutantsOf(
    'lambda/breaker.ts',
    ['breaker'],
    [
      ['it never opens', thousand, { find: 'inARow >= after', put: 'inARow > 1_000' }],
      ['it opens one message late', thousand, { find: 'inARow >= after', put: 'inARow > after' }],
      ['it counts what HotTask answered between', shut, { find: '    inARow = 0;\n', put: '' }],
      ['it counts failed connections', shut, { find: "what === 'nothing' || after === 0", put: 'after === 0' }],
      ['it cannot be switched off', shut, { find: "what === 'nothing' || after === 0", put: "what === 'nothing'" }],
      ['the whole batch tries', thousand, { find: '      tryIsUnderWay = true;\n', put: '' }],
      [
        'who tried in vain keeps the others from it for ever',
        shut,
        { find: 'if (isTry) tryIsUnderWay = false;', put: '' },
      ],
      ['the pause does not grow', thousand, { find: 'open(2 * pauseMs)', put: 'open(breakerPause.firstMs)' }],
      ['the pause grows without end', shut, { find: 'Math.min(ms, longestMs)', put: 'ms' }],
      [
        'messages grow too old while it waits, though HotTask is well',
        lost,
        {
          find: 'Math.min(breakerPause.longestMs, maxAgeSeconds * 1_000 * breakerPause.shareOfAge)',
          put: 'breakerPause.longestMs',
        },
      ],
      ['a clock that is set back keeps it shut', shut, { find: ' && leftMs <= pauseMs', put: '' }],
      [
        'each of the batch that opened it makes the pause longer',
        shut,
        { find: 'pauseMs > 0 && isTry', put: 'pauseMs > 0' },
      ],
      ['a good answer does not end it', shut, { find: "if (what === 'definite') return close();", put: '' }],
    ],
  ),
  ...mutantsOf(
    'lambda/deliver.ts',
    ['breaker'],
    [
      [
        'with the breaker open a known key is not looked up',
        road,
        {
          find: "return unlessKnown(() => conclude({ at: 'breaker', ...pass }, delivery));",
          put: "return conclude({ at: 'breaker', ...pass }, delivery);",
        },
      ],
      ['the breaker is not told', thousand, { find: '      pass.heard(attempted.heard);\n', put: '' }],
      ['the try is not given back', shut, { find: '      pass.leave();\n', put: '' }],
    ],
  ),
  ...mutantsOf(
    'lambda/attempts.ts',
    ['breaker'],
    [
      [
        'a failed connection counts as an answer',
        thousand,
        { find: "at === 'answer' ? 'definite' : 'nothing'", put: "'definite'" },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/outcome.ts',
    ['breaker'],
    [
      [
        'with the breaker open a message counts as refused for good',
        lost,
        { find: "state: 'NotSent',", after: "fact: 'HotTask is taken for down'", put: "state: 'Refused'," },
      ],
    ],
  ),
];
