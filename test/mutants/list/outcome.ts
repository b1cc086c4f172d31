/** What the rows of lambda/outcome.ts ask of a fact. */
import { lost, needless, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

export const outcome = mutantsOf(
  'lambda/outcome.ts',
  ['what-hottask-does'],
  [
    [
      'a refusing status outweighs an acceptance',
      twice,
      {
        find: "when: (fact, reply) => fact.at === 'answer' && !isOk(fact) && saysAccepted(reply)",
        put: 'when: () => false',
      },
    ],
    ['Code 200 is no acceptance', twice, { find: ' || Number(Code) === 200', put: '' }],
    ['Success is no acceptance', twice, { find: '[Success, ...parts', put: '[...parts' }],
    [
      'Data.Status is no acceptance',
      twice,
      { find: '[Success, ...parts.map(({ Status }) => Status)]', put: '[Success]' },
    ],
    [
      'a SessionID is no acceptance',
      twice,
      { find: ' || parts.some(({ SessionID }) => isSession(SessionID))', put: '' },
    ],
    ['"TRUE" is no acceptance', twice, { find: '/^(true|1)$/i.test', put: '/^(true|1)$/.test' }],
    ['1 is no acceptance', twice, { find: '/^(true|1)$/i.test', put: '/^true$/i.test' }],
    ['a Code counts beside an acceptance', twice, { find: ' && !saysAccepted(reply);', put: ';' }],
    ['a Code may be broken', twice, { find: 'Number.isInteger(reply?.Code) && belongs', put: 'belongs' }],
    ['408 refuses for good', twice, { find: 'const notDefinite = [408, 409];', put: 'const notDefinite = [409];' }],
    ['409 refuses for good', twice, { find: 'const notDefinite = [408, 409];', put: 'const notDefinite = [408];' }],
    ['a Code beside a refusing status is not read', twice, { find: ' && !saysCode(reply, notProven)', put: '' }],
    [
      'Code 408 beside a refusing status refuses for good',
      twice,
      { find: 'notDefinite.includes(code) || (code >= 500 && code < 600);', put: 'code >= 500 && code < 600;' },
    ],
    [
      'Code 503 beside a refusing status refuses for good',
      twice,
      { find: 'notDefinite.includes(code) || (code >= 500 && code < 600);', put: 'notDefinite.includes(code);' },
    ],
    [
      'a Code from 300 on refuses',
      twice,
      { find: 'code >= 400 && code < 500 && !', put: 'code >= 300 && code < 500 && !' },
    ],
    ['Code 500 refuses', twice, { find: 'code >= 400 && code < 500 && !', put: 'code >= 400 && code < 600 && !' }],
    [
      'a Code refuses though nobody says that it failed',
      twice,
      { find: 'reply?.Success === false && saysCode', put: 'saysCode' },
    ],
    ['status 410 refuses', twice, { find: '[400, 405, 413, 415, 422]', put: '[400, 405, 410, 413, 415, 422]' }],
    ['status 405 refuses nothing', needless, { find: '[400, 405, 413, 415, 422]', put: '[400, 413, 415, 422]' }],
    [
      '401 is nothing special',
      needless,
      { find: 'const keyRefused = [401];', put: 'const keyRefused: number[] = [];' },
    ],
    ['403 is nothing special', needless, { find: '[403, 404]', put: '[404]' }],
    ['404 is nothing special', needless, { find: '[403, 404]', put: '[403]' }],
    ['429 is nothing special', needless, { find: 'const tooMany = [429];', put: 'const tooMany: number[] = [];' }],
    [
      '401, 403, 404 and 429 count as status only',
      needless,
      {
        find: '    isStatus(fact, codes) ||\n    (isStatus(fact, [200, ...refusedByStatus]) && saysCode(reply, (code) => codes.includes(code)));',
        put: '    isStatus(fact, codes) && Boolean(reply ?? true);',
      },
    ],
    [
      'any status but an error accepts',
      lost,
      { find: 'isStatus(fact, [200]);', put: "fact.at === 'answer' && fact.status < 300;" },
    ],
    ['accepted whatever Data.Status says', lost, { find: " && reply.Status === 'True'", put: '' }],
    [
      'accepted whatever Success says',
      lost,
      { after: "fact: 'accepted',", find: 'reply?.Code === 200 && reply.Success === true', put: 'reply?.Code === 200' },
    ],
    [
      'accepted whatever Code says',
      lost,
      {
        after: "fact: 'accepted',",
        find: 'reply?.Code === 200 && reply.Success === true',
        put: 'reply?.Success === true',
      },
    ],
    [
      'a lost connection is not tried again',
      'the recipient gets the text a minute later than need be',
      { find: "    again: 'connect',\n", put: '' },
    ],
    [
      'a refused key is not read anew',
      'the recipient gets no text, until somebody tries again',
      { find: "    again: 'secret key',\n", put: '' },
    ],
    [
      'an Unknown is tried again',
      twice,
      {
        after: "fact: 'connection lost in flight'",
        find: "state: 'Unknown',",
        put: "state: 'Unknown', again: 'connect',",
      },
    ],
    [
      'HotTask may make a caller wait for ever',
      'the recipient gets no text for a day',
      { find: 'Math.min(asked, retryAfterSeconds.longest)', put: 'asked' },
    ],
  ],
);
