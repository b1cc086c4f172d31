/** The POST. */
import { late, needless, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const hottask = [
  ...mutantsOf(
    'lambda/io/hottask.ts',
    ['what-hottask-does'],
    [
      [
        'the body is written whenever TLS is up',
        late,
        { find: "      if (now() >= writeBy) return end({ at: 'deadline' });\n", put: '' },
      ],
      [
        'the body is written before TLS is up',
        needless,
        { find: "isTls ? 'secureConnect' : 'connect', body", put: "'connect', body" },
      ],
      [
        'what is written still counts as unsent',
        twice,
        { find: "      fact = { at: 'in flight', code: 'CLOSED' };\n", put: '' },
      ],
      [
        'no answer in time counts as unsent',
        twice,
        { find: "{ at: 'in flight', code: 'TIMEOUT' }", put: "{ at: 'connect', code: 'TIMEOUT' }" },
      ],
      [
        'a time-out of the connection counts as in flight',
        needless,
        { find: "end({ at: 'connect', code: 'TIMEOUT' })", put: "end({ at: 'in flight', code: 'TIMEOUT' })" },
      ],
      [
        'a cut answer is taken for whole',
        'the recipient may get no text, and the caller takes it for sent',
        {
          find: "response.on('error', () => done({ broken: 'cut' }));",
          put: "response.on('error', () => done(decode(Buffer.concat(chunks))));",
        },
      ],
      [
        'an answer of any length is read',
        'a far end fills the memory, and messages in flight are lost',
        { find: 'bytes > replyLimitBytes', put: 'bytes > Number.POSITIVE_INFINITY' },
      ],
      [
        'an answer that is not UTF-8 is read',
        'the caller takes for sent what nobody can read',
        {
          find: "whole === undefined ? { broken: 'not UTF-8' } : { whole }",
          put: '{ whole: whole ?? bytes.toString() }',
        },
      ],
      ['a connection is kept', needless, { find: '      agent: false,\n', put: '' }, ['frozen']],
      [
        'more than the three fields leaves',
        'HotTask is told what is none of its business',
        {
          find: 'JSON.stringify({ SerialNumber, ToPhoneNumber, Message: text })',
          put: 'JSON.stringify({ SerialNumber, ToPhoneNumber, Message: text, By: 1 })',
        },
      ],
    ],
  ),
];
