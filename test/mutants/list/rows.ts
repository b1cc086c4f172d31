/** Every row of the table fact → outcome, with every other state that it could conclude. */
import { table } from '../../../lambda/outcome.ts';
import type { Mutant } from '../mutant.ts';

const states = ['Sent', 'Refused', 'NotSent', 'Unknown'] as const;
type State = (typeof states)[number];

const harm: Record<State, Partial<Record<State, string>>> = {
  Unknown: {
    NotSent: 'the recipient gets the same text twice: the caller repeats it',
    Refused: 'the recipient gets the text twice: the caller mends it and sends it anew',
    Sent: 'the recipient may get no text, and the caller takes it for sent',
  },
  NotSent: {
    Unknown: 'the recipient gets no text, until a person has looked for nothing',
    Refused: 'the recipient gets no text: the caller gives up a good message',
  },
  Refused: {
    NotSent: 'HotTask gets a message over and over that it will never take',
    Unknown: 'a person looks for a message that HotTask has refused',
  },
  Sent: {
    NotSent: 'the recipient gets the same text twice: the caller repeats it',
    Unknown: 'every good message waits for a person',
  },
};

const testsOf = (fact: string): Pick<Mutant, 'tests' | 'titles'> => {
  if (/reminders table|revision/.test(fact))
    return { tests: ['faults'], titles: 'take: (the take is denied|of a change that never came to its end)' };
  if (/own secret|secret key (cannot|is)/.test(fact)) return { tests: ['secret-key'] };
  return { tests: [fact.includes('ledger') ? 'ledger-faults' : 'what-hottask-does'] };
};

export const rows: readonly Mutant[] = table.flatMap(({ fact, state }) =>
  states.flatMap((other) => {
    const recipient = harm[state][other];
    if (!recipient) return [];
    return {
      name: `${fact}: ${other}`,
      file: 'lambda/outcome.ts',
      after: `fact: '${fact}'`,
      find: `state: '${state}'`,
      put: `state: '${other}'`,
      recipient,
      ...testsOf(fact),
    };
  }),
);
