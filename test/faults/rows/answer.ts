/** What HotTask does once it has read the message: what it may have accepted is never sent again. */
import { expect } from 'vitest';
import type { State } from '../../../lambda/outcome.ts';
import { canary } from '../../canary.ts';
import { accepts, answers, type Behaviour, reset } from '../../peers/hottask-peer.ts';
import { expectAfterwards } from '../afterwards.ts';
import { type Broken, broken } from '../broken.ts';
import type { Cell } from '../cell.ts';
import type { Fault } from '../fault.ts';
import type { Treatment } from '../hottask.ts';
import { heldBack } from '../line.ts';

type Ending = 'Sent' | 'Refused' | 'NotSent' | 'Unknown';

const means: Record<Ending, string> = {
  Sent: 'the recipient gets one text',
  Refused: 'nobody is texted, and who asks again hears the refusal',
  NotSent: 'nobody is texted, and one text goes out when it is asked for again',
  Unknown: 'the recipient gets at most one text',
};

const fails = (Code: number) => JSON.stringify({ Data: null, Version: '1.0.0', Success: false, Code, Message: 'No.' });
const says = (Status: string) => accepts.replace('"True"', JSON.stringify(Status));

/** Half of an answer, and then what `then` does to the connection. */
const half =
  (then: (response: Parameters<Behaviour>[0]) => void): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': accepts.length });
    response.write(accepts.slice(0, 40), () => then(response));
  };

/** To where it would count as one more text. */
const redirect = (status: number) => (cell: Cell) => answers(status, '', { location: cell.hottask.good.url });
const usual = (behave: Behaviour) => () => behave;

const rows: [string, string, (cell: Cell) => Behaviour, Ending, Partial<Broken>?][] = [
  ['in flight', 'resets the connection', usual(reset), 'Unknown'],
  ['in flight', 'closes the connection', usual((response) => response.socket?.end()), 'Unknown'],
  ['in flight', 'never answers', usual(() => {}), 'Unknown'],
  ['in flight', 'never ends its answer', usual(half(() => {})), 'Unknown'],
  ['answer', 'accepts it', usual(answers(200, accepts)), 'Sent', { asked: ['UpdateItem', 'UpdateItem'] }],
  ['answer', 'answers 200 with Code 400', usual(answers(200, fails(400))), 'Refused'],
  ['answer', 'answers 200 with Code 500', usual(answers(200, fails(500))), 'Unknown'],
  ['answer', 'answers 200 with Status False', usual(answers(200, says('False'))), 'Unknown'],
  ['answer', 'answers nothing', usual(answers(200, '')), 'Unknown'],
  ['answer', 'answers HTML', usual(answers(200, '<html>OK</html>', { 'content-type': 'text/html' })), 'Unknown'],
  ['answer', 'answers half', usual(half((response) => response.socket?.end())), 'Unknown'],
  ['answer', 'answers 5 MB', usual(answers(200, ' '.repeat(5_000_000) + accepts)), 'Unknown'],
  ['answer', 'answers 302', redirect(302), 'Unknown'],
  ['answer', 'answers 307', redirect(307), 'Unknown'],
  ['answer', 'answers 400', usual(answers(400, fails(400))), 'Refused'],
  ['answer', 'answers 401', usual(answers(401, fails(401))), 'NotSent'],
  ['answer', 'answers 403', usual(answers(403, fails(403))), 'NotSent'],
  ['answer', 'answers 404', usual(answers(404, fails(404))), 'NotSent'],
  ['answer', 'answers 408', usual(answers(408, '')), 'Unknown'],
  ['answer', 'answers 409', usual(answers(409, '')), 'Unknown'],
  ['answer', 'answers 413', usual(answers(413, '')), 'Refused'],
  ['answer', 'answers 422', usual(answers(422, '')), 'Refused'],
  [
    'answer',
    'answers 429 with Retry-After',
    usual(answers(429, '', { 'retry-after': '7' })),
    'NotSent',
    { retryAfter: 7 },
  ],
  ['answer', 'answers 429', usual(answers(429, '')), 'NotSent', { retryAfter: 30 }],
  ['answer', 'answers 500', usual(answers(500, fails(500))), 'Unknown'],
  ['answer', 'answers 502', usual(answers(502, '<html>Bad Gateway</html>')), 'Unknown'],
  ['answer', 'answers 503', usual(answers(503, '', { 'retry-after': '1' })), 'Unknown'],
  ['answer', 'answers 504', usual(answers(504, '')), 'Unknown'],
];

const expected = (ending: Ending) => {
  const texts = ending === 'Sent' || ending === 'Unknown' ? 1 : 0;
  return { hears: ending as State, texts, leaves: [ending] } satisfies Partial<Broken>;
};

/** HotTask's key is a new one as soon as HotTask refuses the old one. */
const rotates = ({ secrets, treat }: Cell, next: Treatment) =>
  treat(
    {
      mayAccept: false,
      behave: (response, post) => {
        secrets.set('hottask', `${canary.secretKey}-2`);
        answers(401, fails(401))(response, post);
      },
    },
    next,
  );

/** The network holds the message back until we have given up, and brings it then. */
const lateAtHotTask = async (cell: Cell) => {
  const { promise: until, resolve: bring } = Promise.withResolvers<void>();
  cell.line(heldBack(cell.hottask.good, until));
  const read = cell.points.hold('HotTask has read it');
  expect((await cell.ask({ environment: await cell.start() })).state).toBe('Unknown');
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
  ...rows.map(([point, name, behave, ending, more]) => ({
    point,
    name: `HotTask ${name}: ${means[ending]}`,
    play: broken({
      ...expected(ending),
      ...more,
      make: (cell) => cell.treat({ behave: behave(cell), mayAccept: expected(ending).texts === 1 }),
    }),
  })),
  {
    point: 'answer',
    name: `HotTask answers 401, and accepts the new key: ${means.Sent}`,
    play: broken({
      ...expected('Sent'),
      make: (cell) => rotates(cell, { mayAccept: true, behave: answers(200, accepts) }),
    }),
  },
  {
    point: 'answer',
    name: `HotTask answers 401 to the new key too: ${means.NotSent}`,
    play: broken({
      ...expected('NotSent'),
      make: (cell) => rotates(cell, { mayAccept: false, behave: answers(401, fails(401)) }),
    }),
  },
];
