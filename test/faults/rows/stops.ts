/** A process that is killed, stands still until Lambda's time-out, or is frozen past its lease, at each point of one message's way. */
import { hottaskTroubles } from '../../../sandbox/chaos/hottask-troubles.ts';
import type { Left } from '../afterwards.ts';
import type { Fault } from '../fault.ts';
import { type Treatment, treatmentOf } from '../hottask.ts';
import type { Point } from '../points.ts';
import { type Stop, type Stopped, stopped } from '../stopped.ts';
import { onlyReminders } from './take.ts';

/** Nothing gets through to the ledger from a process that has its item and is about to die. */
const beforeTheClaim: Point[] = ['the claim has arrived'];
/** Nor to HotTask from one that has its claim. */
const beforeTheSocket: Point[] = ['the connection is accepted'];
const beforeTheSettle: Point[] = ['the settle has arrived'];

/** Nobody knows whether it was sent, so it is parked. */
const unknown = treatmentOf(hottaskTroubles['resets the connection']);
const parks: Row['wakes'] = { hears: ['Unknown'], texts: 1, leaves: ['Unknown'] };

interface Row {
  point: string;
  at: Point;
  texts: 0 | 1;
  leaves: Left;
  closed?: Point[];
  stillDoes?: Stopped['stillDoes'];
  mayAnswer?: true;
  treatment?: Treatment;
  wakes: Stopped['wakes'];
}

/** Another process has sent it meanwhile. It wakes too late to be sure of reading that. */
const overtaken: Row['wakes'] = { hears: ['Sent', 'NotSent'], texts: 1, leaves: ['Sent'] };
/** It wakes too late to send, and too late to be sure of writing that down. */
const tooLate: Row['wakes'] = { hears: ['NotSent'], texts: 0, leaves: ['NotSent', 'Sending'] };
const sent: Row['wakes'] = { hears: ['Sent'], texts: 1, leaves: ['Sent', 'Sending'] };
const written: Row['wakes'] = { hears: ['Sent'], texts: 1, leaves: ['Sent'] };

const rows: Row[] = [
  {
    point: 'take',
    at: 'the take has arrived',
    texts: 0,
    leaves: 'nothing',
    stillDoes: { reaches: 'the take is written', leaves: 'nothing' },
    wakes: overtaken,
  },
  { point: 'take', at: 'the take is written', texts: 0, leaves: 'nothing', wakes: overtaken },
  {
    point: 'take',
    at: 'the take is answered',
    texts: 0,
    leaves: 'nothing',
    closed: beforeTheClaim,
    wakes: overtaken,
  },
  {
    point: 'claim',
    at: 'the claim has arrived',
    texts: 0,
    leaves: 'nothing',
    stillDoes: { reaches: 'the claim is written', leaves: 'Sending' },
    wakes: overtaken,
  },
  { point: 'claim', at: 'the claim is written', texts: 0, leaves: 'Sending', wakes: tooLate },
  {
    point: 'after the claim, before the socket',
    at: 'the claim is answered',
    texts: 0,
    leaves: 'Sending',
    closed: beforeTheSocket,
    wakes: tooLate,
  },
  { point: 'connect', at: 'the connection is accepted', texts: 0, leaves: 'Sending', wakes: tooLate },
  { point: 'in flight', at: 'HotTask has read it', texts: 1, leaves: 'Sending', wakes: sent },
  {
    point: 'after the answer, before the settle',
    at: 'HotTask has answered',
    texts: 1,
    leaves: 'Sending',
    closed: beforeTheSettle,
    wakes: sent,
  },
  {
    point: 'after the answer, before the settle',
    at: 'the settle has arrived',
    texts: 1,
    leaves: 'Sending',
    stillDoes: { reaches: 'the settle is written', leaves: 'Sent' },
    wakes: written,
  },
  { point: 'after the settle', at: 'the settle is written', texts: 1, leaves: 'Sent', wakes: written },
  {
    point: 'after the settle',
    at: 'the settle is answered',
    mayAnswer: true,
    texts: 1,
    leaves: 'Sent',
    wakes: written,
  },
  {
    point: 'parking',
    at: 'the parking has arrived',
    treatment: unknown,
    texts: 1,
    leaves: 'Unknown',
    stillDoes: { reaches: 'the parking is written', leaves: 'Unknown' },
    wakes: parks,
  },
  { point: 'parking', at: 'the parking is written', treatment: unknown, texts: 1, leaves: 'Unknown', wakes: parks },
];

const tells: Record<Stop, string> = {
  kill: 'killed',
  'time-out': 'standing still until Lambda’s time-out ends it',
  freeze: 'frozen past its lease',
};

const afterwards = ({ texts, ...row }: Row, how: Stop): string => {
  const leaves = how === 'time-out' && row.stillDoes ? row.stillDoes.leaves : row.leaves;
  if (leaves === 'Unknown') return 'the recipient gets at most one text';
  if (texts === 1) return 'the recipient gets one text';
  return leaves === 'nothing'
    ? 'the recipient gets one text when it is asked for again'
    : 'nobody is texted, and nobody sends again by itself';
};

const stops: Stop[] = ['kill', 'time-out', 'freeze'];

export const stopFaults: Fault[] = rows.flatMap(({ point, wakes, ...row }) =>
  stops.map((how) => ({
    point,
    name: `${tells[how]} when ${row.at}: ${afterwards({ point, wakes, ...row }, how)}`,
    play: stopped({ ...row, how, wakes }),
    ...(point === 'take' && { notOn: onlyReminders }),
  })),
);
