/** The settle on the wire: the caller hears the truth, and what is not written down is never sent by itself. */

import type { AwsTrouble } from '../../../sandbox/chaos/aws-troubles.ts';
import { answers } from '../../peers/hottask-peer.ts';
import type { Left } from '../afterwards.ts';
import { broken } from '../broken.ts';
import type { Fault } from '../fault.ts';

const rows: [AwsTrouble, 'once' | 'always', Left][] = [
  ['fails', 'once', 'Sent'],
  ['fails', 'always', 'Sending'],
  ['is throttled', 'once', 'Sent'],
  ['is throttled', 'always', 'Sending'],
  ['is denied', 'once', 'Sending'],
  ['is denied', 'always', 'Sending'],
  ['is lost', 'once', 'Sent'],
  ['is lost', 'always', 'Sending'],
  ['is done, its answer lost', 'once', 'Sent'],
  ['is done, its answer lost', 'always', 'Sent'],
  ['is never answered', 'once', 'Sending'],
  ['is never answered', 'always', 'Sending'],
  ['is done, and never answered', 'once', 'Sent'],
  ['is answered after half a second', 'once', 'Sent'],
  ['is answered after half a second', 'always', 'Sent'],
  ['comes twice, the first is answered', 'once', 'Sent'],
  ['comes twice, the first is answered', 'always', 'Sent'],
  ['comes twice, the second is answered', 'once', 'Sent'],
  ['comes twice, the second is answered', 'always', 'Sent'],
  ['is cut off, and a copy comes late', 'once', 'Sent'],
  ['is cut off, and a copy comes late', 'always', 'Sent'],
];

const often = { once: 1, always: Number.POSITIVE_INFINITY };

/** What HotTask's answer meant, where nobody could write it down. */
const unwritten: [number, 'NotSent' | 'Refused' | 'Unknown', 0 | 1, string][] = [
  [403, 'NotSent', 0, 'nobody is texted, and nobody sends again by itself'],
  [400, 'Refused', 0, 'nobody is texted, and nobody sends again by itself'],
  [500, 'Unknown', 1, 'the recipient gets at most one text'],
];

export const settleFaults: Fault[] = [
  ...rows.map(([trouble, times, leaves]) => ({
    point: 'settle',
    name: `the settle ${trouble} ${times}: the recipient gets one text`,
    play: broken({
      make: (cell) => cell.trouble('settle', trouble, often[times]),
      hears: 'Sent',
      texts: 1,
      leaves: [leaves],
    }),
  })),
  ...unwritten.map(([status, hears, texts, tells]) => ({
    point: 'settle',
    name: `HotTask answers ${status} and the settle is lost always: ${tells}`,
    play: broken({
      make: (cell) => {
        cell.treat({ behave: answers(status, '{}'), mayAccept: texts === 1 });
        cell.trouble('settle', 'is lost');
      },
      hears,
      texts,
      leaves: ['Sending'],
    }),
  })),
];
