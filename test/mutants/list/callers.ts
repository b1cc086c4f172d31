/** The last look at the caller of a reminder, and what a person does with one whose caller is gone. */
import { needless, road } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

const stolen = 'the recipient gets a text that a stolen key had set, although its caller was removed';

export const callers = [
  ...mutantsOf(
    'lambda/reminders/caller.ts',
    ['removed-caller'],
    [
      [
        'a caller who is gone may still text',
        stolen,
        {
          find: "if (standing === 'mine') return 'gone';",
          put: "if (standing === 'mine') return 'known';",
        },
      ],
      [
        'a caller who is new to the cache is gone',
        needless,
        {
          find: "if (isAmong(recent.value, firing.caller)) return 'known';",
          put: '',
        },
      ],
      [
        'a secret that cannot be read has no callers',
        needless,
        { find: "return { at: 'our secret', ...recent };", put: "return 'gone';" },
      ],
      [
        'what was cancelled waits for a person once its caller is gone',
        'a person is asked whether to send what was cancelled',
        { find: "if (standing === 'mine') return 'gone';", put: "if (standing) return 'gone';" },
      ],
      [
        'a person’s word on a caller who is gone is not heard',
        'the recipient gets no text, although a person has put it back',
        { find: 'callerMayBeGone || ', put: '' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/io/secret-cache.ts',
    ['removed-caller'],
    [
      [
        'an old value serves where a recent one is asked for',
        needless,
        { find: 'const recent = younger(rereadMs);', put: 'const recent = younger(staleMs);' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/deliver.ts',
    ['removed-caller'],
    [
      [
        'a caller who is gone asks nothing of the ledger',
        road,
        {
          find: "return unlessKnown(() => (caller === 'gone' ? callerGone : cancelled[caller]));",
          put: 'return callerGone;',
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/secret-values.ts',
    ['removed-caller'],
    [
      [
        'a caller may have any name',
        'the recipient gets no text of a reminder that was answered with 201',
        { find: 'all.filter(([name]) => isCallerName(name))', put: 'all' },
      ],
    ],
  ),
  ...mutantsOf(
    'cli/parked-plan.ts',
    ['parked-commands'],
    [
      [
        'a replay of all sends what a removed caller had set',
        stolen,
        {
          find: 'if (isCallerGone({ state }) && !isNamed)',
          put: 'if (isCallerGone({ state }) && isNamed === undefined)',
        },
      ],
    ],
  ),
];
