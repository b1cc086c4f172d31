/** Nothing fails, but somebody asks again with the same key: at once, while it is sent, afterwards, with a wrong clock. */
import { expect } from 'vitest';
import { answers, reset } from '../../peers/hottask-peer.ts';
import type { Cell } from '../cell.ts';
import type { Environment, Setting } from '../environment.ts';
import type { Fault } from '../fault.ts';
import type { Heard, Keyed } from '../sources.ts';

/** The crowd is the same for all cells: two messages at once would miss their time-outs for each other. */
let crowded: Promise<void> = Promise.resolve();
const inTurn = (play: (cell: Cell) => Promise<void>) => (cell: Cell) => {
  const played = crowded.then(() => play(cell));
  crowded = played.catch(() => {});
  return played;
};

/** Several ask at once; HotTask keeps the message of one until all others have been answered. */
const atOnce = (callers: number, processes: number) =>
  inTurn(async ({ ask, bystanders, plan, points }) => {
    const fire = plan('the others ask while one is sending');
    const crowd = bystanders.crowd.slice(0, processes);
    const first = points.hold('HotTask has read it');
    const heard: Heard[] = [];
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        heard.push(await ask({ environment: crowd[caller % crowd.length] as Environment }));
        if (heard.length === callers - 1) first.release('on');
      }),
    );
    fire();
    expect(heard.map(({ state }) => state)).toEqual([...Array(callers - 1).fill('InProgress'), 'Sent']);
  });

/** One process is sending, HotTask has the message and keeps it, and others ask. */
const meanwhile =
  (
    then: (cell: Cell, ask: (environment: Environment, changes?: Partial<Keyed>) => Promise<string>) => Promise<void>,
    setting?: Partial<Setting>,
  ) =>
  async (cell: Cell) => {
    const fire = cell.plan('somebody asks while it is sent');
    const at = cell.points.hold('HotTask has read it');
    const answer = cell.ask({ environment: await (setting ? cell.start(setting) : cell.environment()) });
    await at.reached;
    await then(cell, async (environment, changes) => (await cell.ask({ environment, changes })).state);
    fire();
    at.release('on');
    expect((await answer).state).toBe('Sent');
    await expectReplay(cell);
  };

const expectReplay = async ({ ask, bystanders }: Cell) => {
  const { state, isReplayed = true } = await ask({ environment: bystanders.other });
  expect({ state, isReplayed }).toEqual({ state: 'Sent', isReplayed: true });
};

/** It is over, as `first` has it, and then others ask. */
const after =
  (first: string, make: (cell: Cell) => void, then: (cell: Cell) => Promise<void>) => async (cell: Cell) => {
    const fire = cell.plan('somebody asks afterwards');
    make(cell);
    expect((await cell.ask({ environment: await cell.environment() })).state).toBe(first);
    cell.recipient.treatments = [];
    await then(cell);
    fire();
  };

/** Another text, or another number, under the same key. */
const expectKeyReused = async ({ ask, bystanders, message, recipient, hottask }: Cell) => {
  const before = recipient.posts.length;
  const Message = `${message.Message}, otherwise`;
  for (const changes of [{ Message }, { ToPhoneNumber: '+12025550143' }])
    expect((await ask({ environment: bystanders.other, changes })).state).toBe('KeyReused');
  expect(recipient.posts).toHaveLength(before);
  expect(hottask.recipientOf(Message).posts).toEqual([]);
};

const redriven = async ({ ask, source, message, plan, recipient, bystanders }: Cell) => {
  const fire = plan('a redrive');
  for (const event of source.redriven?.(message) ?? [])
    expect(await ask({ environment: bystanders.other, event })).toMatchObject({ state: 'Sent', place: 'done' });
  fire();
  expect(recipient.texts).toBe(1);
};

const one = 'the recipient gets one text';

const rows: Record<string, (cell: Cell) => Promise<void>> = {
  [`two ask at once: ${one}`]: atOnce(2, 2),
  [`ten ask at once: ${one}`]: atOnce(10, 4),
  [`twenty ask four processes at once: ${one}`]: atOnce(20, 4),
  [`asked again while it is sent: ${one}`]: meanwhile(async ({ bystanders }, ask) => {
    expect(await ask(bystanders.other)).toBe('InProgress');
  }),
  [`asked again while it is sent, by who may not text this number: ${one}`]: meanwhile(async ({ bystanders }, ask) => {
    expect(await ask(bystanders.forbidding)).toBe('InProgress');
  }),
  [`asked again while it is sent, when its lease is over: ${one}`]: meanwhile(async ({ bystanders }, ask) => {
    expect(await ask(bystanders.later)).toBe('Unknown');
  }),
  [`asked again by a clock 10 s ahead of the sender’s, as long as it may send: ${one}`]: meanwhile(
    async ({ bystanders }, ask) => expect(await ask(bystanders.skewed)).toBe('InProgress'),
    { aheadMs: -5_000 },
  ),
  [`asked again by a clock 10 s behind the sender’s: ${one}`]: meanwhile(
    async ({ start }, ask) => expect(await ask(await start({ aheadMs: -5_000 }))).toBe('InProgress'),
    { aheadMs: 5_000 },
  ),
  [`asked again while it is sent, with another text or number: ${one}, and the other nothing`]:
    meanwhile(expectKeyReused),
  [`asked again after Sent: ${one}`]: after(
    'Sent',
    () => {},
    async (cell) => {
      await expectReplay(cell);
      await expectReplay(cell);
    },
  ),
  'asked again after Unknown: the recipient gets at most one text': after(
    'Unknown',
    ({ treat }) => treat({ behave: reset, mayAccept: true }),
    async ({ ask, bystanders }) => {
      for (const environment of [bystanders.other, bystanders.later, bystanders.other])
        expect((await ask({ environment })).state).toBe('Unknown');
    },
  ),
  [`asked again after Sent, with another text or number: ${one}, and the other nothing`]: after(
    'Sent',
    () => {},
    expectKeyReused,
  ),
  'asked again after NotSent, with another text or number: nobody is texted': after(
    'NotSent',
    ({ treat }) => treat({ behave: answers(403, '{}'), mayAccept: false }),
    expectKeyReused,
  ),
};

export const deliveries: Fault[] = [
  ...Object.entries(rows).map(([name, play]) => ({ point: 'delivery', name, play })),
  {
    point: 'delivery',
    name: `put there again by a redrive, with a new messageId: ${one}`,
    play: redriven,
    notOn: { HTTP: 'only a queue delivers again', direct: 'only a queue delivers again' },
  },
];
