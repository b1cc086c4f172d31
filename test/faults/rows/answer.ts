/** What HotTask does once it has read the message: what it may have accepted is never sent again. */
import { expect } from 'vitest';
import { type HotTaskTroubleName, hottaskTroubles } from '../../../sandbox/chaos/hottask-troubles.ts';
import { canary } from '../../canary.ts';
import { expectAfterwards } from '../afterwards.ts';
import { type Broken, broken } from '../broken.ts';
import type { Cell } from '../cell.ts';
import type { Fault } from '../fault.ts';
import { accepting, type Treatment, treatmentOf } from '../hottask.ts';
import { heldBack } from '../line.ts';

type Ending = 'Sent' | 'Refused' | 'NotSent' | 'Unknown';

const means: Record<Ending, string> = {
  Sent: 'the recipient gets one text',
  Refused: 'nobody is texted, and who asks again hears the refusal',
  NotSent: 'nobody is texted, and one text goes out when it is asked for again',
  Unknown: 'the recipient gets at most one text',
};

const refused401 = hottaskTroubles['answers 401'];

/** Each trouble, and how its message ends. */
const endings: Record<HotTaskTroubleName, Ending> = {
  'resets the connection': 'Unknown',
  'closes the connection': 'Unknown',
  'never answers': 'Unknown',
  'never ends its answer': 'Unknown',
  'answers half': 'Unknown',
  'answers 200 with Code 400': 'Refused',
  'answers 200 with Code 500': 'Unknown',
  'answers 200 with Status False': 'Unknown',
  'answers nothing': 'Unknown',
  'answers HTML': 'Unknown',
  'answers 5 MB': 'Unknown',
  'answers 302': 'Unknown',
  'answers 307': 'Unknown',
  'answers 400': 'Refused',
  'answers 401': 'NotSent',
  'answers 403': 'NotSent',
  'answers 404': 'NotSent',
  'answers 408': 'Unknown',
  'answers 409': 'Unknown',
  'answers 413': 'Refused',
  'answers 422': 'Refused',
  'answers 429 with Retry-After': 'NotSent',
  'answers 429': 'NotSent',
  'answers 500': 'Unknown',
  'answers 502': 'Unknown',
  'answers 503': 'Unknown',
  'answers 504': 'Unknown',
};
const inFlight = ['resets the connection', 'closes the connection', 'never answers', 'never ends its answer'];
const retryAfter: Record<string, number> = { 'answers 429 with Retry-After': 7, 'answers 429': 30 };

const expected = (ending: Ending): Pick<Broken, 'hears' | 'texts' | 'leaves'> => {
  const texts = ending === 'Sent' || ending === 'Unknown' ? 1 : 0;
  return { hears: ending, texts, leaves: [ending] };
};

/** HotTask's key is a new one as soon as HotTask refuses the old one. */
const rotates = ({ secrets, treat }: Cell, next: Treatment) =>
  treat(
    {
      mayAccept: false,
      behave: (response, post) => {
        secrets.set('hottask', `${canary.secretKey}-2`);
        treatmentOf(refused401).behave(response, post);
      },
    },
    next,
  );

/** The network holds the message back until we have given up, and brings it then. */
const lateAtHotTask = async (cell: Cell) => {
  const { promise: until, resolve: bring } = Promise.withResolvers<void>();
  cell.line(heldBack(cell.hottask.good, until));
  const read = cell.points.hold('HotTask has read it');
  expect((await cell.ask({ environment: await cell.environment() })).state).toBe('Unknown');
  expect(cell.recipient.texts).toBe(0);
  bring();
  await read.reached;
  read.release('on');
  cell.heal();
  await expectAfterwards(cell, ['Unknown']);
  expect(cell.recipient.texts).toBe(1);
};

export const answerFaults: Fault[] = [
  {
    point: 'in flight',
    name: 'HotTask gets it when we have given up: the recipient gets one text',
    play: lateAtHotTask,
  },
  {
    point: 'answer',
    name: `HotTask accepts it: ${means.Sent}`,
    play: broken({
      ...expected('Sent'),
      asked: ['UpdateItem', 'UpdateItem'],
      make: (cell) => cell.treat(accepting),
    }),
  },
  ...(Object.keys(endings) as HotTaskTroubleName[]).map((name) => ({
    point: inFlight.includes(name) ? 'in flight' : 'answer',
    name: `HotTask ${name}: ${means[endings[name]]}`,
    play: broken({
      ...expected(endings[name]),
      ...(retryAfter[name] === undefined ? {} : { retryAfter: retryAfter[name] }),
      make: (cell) => cell.treat(treatmentOf(hottaskTroubles[name])),
    }),
  })),
  {
    point: 'answer',
    name: `HotTask answers 401, and accepts the new key: ${means.Sent}`,
    play: broken({
      ...expected('Sent'),
      make: (cell) => rotates(cell, accepting),
    }),
  },
  {
    point: 'answer',
    name: `HotTask answers 401 to the new key too: ${means.NotSent}`,
    play: broken({
      ...expected('NotSent'),
      make: (cell) => rotates(cell, treatmentOf(refused401)),
    }),
  },
];
