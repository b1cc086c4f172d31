/** What strikes one caller's message in the random run, by the dice alone: each call, connection and point asks them anew. */
import { accepts, answers, type Behaviour, reset } from '../peers/hottask-peer.ts';
import type { Dice } from './dice.ts';
import type { Treatment } from './hottask.ts';
import type { Step, Trouble } from './ledger-front.ts';
import { closeInTls, type Line, resetInTls } from './line.ts';
import type { Point } from './points.ts';

/** What may happen to a process at a point. */
export type Blow = 'killed, and its call goes on' | 'killed, and its call is lost' | 'frozen past its lease';

// None that only costs time: what is never answered has its cells in the matrix.
const troubles: Trouble[] = [
  'fails',
  'is throttled',
  'is denied',
  'is lost',
  'is done, its answer lost',
  'comes twice, the first is answered',
  'comes twice, the second is answered',
  'is cut off, and a copy comes late',
];
const lines: Record<string, Line> = { 'reset in TLS': resetInTls, 'closed in TLS': closeInTls };
const blows: Blow[] = ['killed, and its call goes on', 'killed, and its call is lost', 'frozen past its lease'];
/** Where the process has surely not answered its caller yet. */
const struckAt = /has arrived|is written|is accepted|has read it/;

const half: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': accepts.length });
  response.write(accepts.slice(0, 9), () => response.socket?.end());
};
const refuses = (status: number): Treatment => ({ behave: answers(status, ''), mayAccept: false });
const perhaps = (behave: Behaviour): Treatment => ({ behave, mayAccept: true });
const treatments: Record<string, Treatment> = {
  ...Object.fromEntries([400, 401, 403, 404, 422, 429].map((status) => [status, refuses(status)])),
  ...Object.fromEntries([200, 408, 500, 503].map((status) => [`${status}, empty`, perhaps(answers(status, ''))])),
  'half an answer': perhaps(half),
  'a reset': perhaps(reset),
};

export const makeStruck = (dice: Dice, caller: string) => {
  const struck: string[] = [];
  const times = new Map<string, number>();
  const chance = <Name extends string>(
    probability: number,
    names: readonly Name[],
    where: string,
  ): Name | undefined => {
    const time = (times.get(where) ?? 0) + 1;
    times.set(where, time);
    if (dice.roll(caller, where, time) >= probability) return undefined;
    const name = dice.pick(names, caller, where, time);
    struck.push(`${where}: ${name}`);
    return name;
  };
  return {
    /** All that has struck so far. */
    struck,
    secret: (id: string) => chance(0.1, ['throttled'], `the read of ${id}`) !== undefined,
    trouble: (step: Step) => chance(0.15, troubles, `the ${step}`),
    line: () => lines[chance(0.1, Object.keys(lines), 'the connection') ?? ''],
    treatment: () => treatments[chance(0.3, Object.keys(treatments), 'HotTask') ?? ''],
    blow: (point: Point) => (struckAt.test(point) ? chance(0.05, blows, point) : undefined),
  };
};

export type Struck = ReturnType<typeof makeStruck>;
