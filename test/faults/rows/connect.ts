/** The way to HotTask until TLS is up: not a byte of the message has left, so nobody is texted and anybody may try again. */
import { expect } from 'vitest';
import { expectAfterwards } from '../afterwards.ts';
import { type Broken, broken } from '../broken.ts';
import type { Cell } from '../cell.ts';
import type { Fault } from '../fault.ts';
import { closeInTls, hang, type Line, resetInTls, through } from '../line.ts';
import type { Point } from '../points.ts';

const nobody = 'nobody is texted, and one text goes out when it is asked for again';
const one = 'the recipient gets one text';
const notSent = { hears: 'NotSent', texts: 0, leaves: ['NotSent'] } satisfies Partial<Broken>;
const sent = { hears: 'Sent', texts: 1, leaves: ['Sent'] } satisfies Partial<Broken>;

const line = (behave: Line, times?: number) => (cell: Cell) => cell.line(behave, times);
const elsewhere = (url: string) => ({ make: () => {}, setting: { hottask: { url } } });

const rows: [string, string, Broken][] = [
  [
    'HotTask’s name does not resolve',
    nobody,
    { ...notSent, ...elsewhere(`https://${'a'.repeat(64)}.invalid`), logs: /ENOTFOUND/ },
  ],
  // Nothing listens on port 9 (discard) of this machine.
  ['HotTask refuses the connection', nobody, { ...notSent, ...elsewhere('https://localhost:9'), logs: /ECONNREFUSED/ }],
  ['TLS never answers', nobody, { ...notSent, make: line(hang), logs: /TIMEOUT/ }],
  ['TLS never answers once', one, { ...sent, make: line(hang, 1), logs: /TIMEOUT/ }],
  ['the connection is reset in TLS', nobody, { ...notSent, make: line(resetInTls), logs: /ECONNRESET/ }],
  ['the connection is reset in TLS once', one, { ...sent, make: line(resetInTls, 1), logs: /ECONNRESET/ }],
  ['the connection is closed in TLS', nobody, { ...notSent, make: line(closeInTls), logs: /ECONNRESET/ }],
  [
    'HotTask’s certificate is from nobody we know',
    nobody,
    { ...notSent, make: (cell) => cell.line(through(cell.hottask.untrusted)), logs: /SELF_SIGNED/ },
  ],
  [
    'HotTask’s certificate is for another name',
    nobody,
    { ...notSent, make: (cell) => cell.line(through(cell.hottask.wrongName)), logs: /ALTNAME_INVALID/ },
  ],
];

/** Nothing fails, but it takes so long that HotTask's answer could not be heard any more. */
const tooLate = (point: Point) => async (cell: Cell) => {
  const fire = cell.plan('too little time is left');
  const process = await cell.environment();
  const at = cell.points.hold(point);
  const answer = cell.ask({ environment: process });
  await at.reached;
  process.setAheadMs(9_000); // of 20 s, and an answer and writing it down may take 12
  at.release('on');
  expect((await answer).state).toBe('NotSent');
  if (await process.hasLogged(/no time left to hear an answer/)) fire();
  expect(cell.recipient.texts).toBe(0);
  process.setAheadMs(0);
  await expectAfterwards(cell, ['NotSent']);
};

export const connectFaults: Fault[] = [
  {
    point: 'after the claim, before the socket',
    name: `the claim takes too long to hear HotTask’s answer still: ${nobody}`,
    play: tooLate('the claim is written'),
  },
  {
    point: 'connect',
    name: `TLS takes too long to hear HotTask’s answer still: ${nobody}`,
    play: tooLate('the connection is accepted'),
  },
  ...rows.map(([name, means, row]) => ({ point: 'connect', name: `${name}: ${means}`, play: broken(row) })),
];
