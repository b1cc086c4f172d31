/** What strikes one caller's message in the random run, by the dice alone: each call, connection and point asks them anew. */

import type { AwsTrouble } from '../../sandbox/chaos/aws-troubles.ts';
import type { Dice } from '../../sandbox/chaos/dice.ts';
import { type HotTaskTrouble, hottaskTroubles } from '../../sandbox/chaos/hottask-troubles.ts';
import { type Treatment, treatmentOf } from './hottask.ts';
import { closeInTls, type Line, resetInTls } from './line.ts';
import type { Point } from './points.ts';
import type { Step } from './scene.ts';

/** What may happen to a process at a point. */
export type Blow = 'killed, and its call goes on' | 'killed, and its call is lost' | 'frozen past its lease';

// None that only costs time: what is never answered has its cells in the matrix.
const troubles: AwsTrouble[] = [
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
export const blows: Blow[] = ['killed, and its call goes on', 'killed, and its call is lost', 'frozen past its lease'];
/** Where the process has surely not answered its caller yet. */
const struckAt = /has arrived|is written|is accepted|has read it/;

/** The others only cost time. */
const treatments = Object.fromEntries(
  Object.entries<HotTaskTrouble>(hottaskTroubles).flatMap(([name, trouble]) =>
    name.startsWith('never') ? [] : [[name, treatmentOf(trouble)]],
  ),
);

export interface Struck {
  /** All that has struck so far. */
  struck: string[];
  secret: (id: string) => AwsTrouble | undefined;
  trouble: (step: Step) => AwsTrouble | undefined;
  line: () => Line | undefined;
  treatment: () => Treatment | undefined;
  blow: (point: Point) => Blow | undefined;
}

export const makeStruck = (dice: Dice, caller: string): Struck => {
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
    struck,
    secret: (id) => chance(0.1, ['is throttled'], `the read of ${id}`),
    trouble: (step) => chance(0.15, troubles, `the ${step}`),
    line: () => lines[chance(0.1, Object.keys(lines), 'the connection') ?? ''],
    treatment: () => treatments[chance(0.3, Object.keys(treatments), 'HotTask') ?? ''],
    blow: (point) => (struckAt.test(point) ? chance(0.05, blows, point) : undefined),
  };
};
