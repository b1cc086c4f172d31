/** The tally of the fault runs counts each harm that it is there to count: a tally that is always zero proves nothing. */
import { expect, test } from 'vitest';
import type { Heard } from './faults/sources.ts';
import { heldBack, noHarm, type Tally, tally } from './faults/tally.ts';
import type { World } from './faults/world.ts';

interface Story {
  heard: Heard[];
  left?: string;
  texts?: number;
  accepted?: number;
  posts?: number;
  parked?: string[];
}

const endsOf = ({ texts = 0, accepted = 0, posts = texts, parked = [] }: Story) => {
  const recipient = { texts, accepted, posts: Array(posts).fill({}) };
  const hottask = { recipientOf: () => recipient, all: () => [recipient] } as unknown as World['hottask'];
  return { hottask, parkedOf: () => parked, leaks: async () => 0 };
};
const accountsOf = ({ heard, left }: Story) => [{ text: 'any', left, heard }];

const rows: [string, Story, Partial<Tally>][] = [
  ['two texts', { heard: [{ state: 'Sent' }], left: 'Sent', texts: 2, accepted: 2 }, { doubled: 1 }],
  ['Sent, and HotTask only broke off', { heard: [{ state: 'Sent' }], left: 'Sent', texts: 1 }, { lost: 1 }],
  [
    'an Unknown that was deleted and never parked',
    { heard: [{ state: 'Unknown', place: 'done' }], left: 'Unknown', texts: 1 },
    { lost: 1 },
  ],
  [
    'a NotSent that was deleted',
    { heard: [{ state: 'NotSent', place: 'done' }], left: 'NotSent', posts: 1 },
    { lost: 1 },
  ],
  [
    'said to be parked, and not there',
    { heard: [{ state: 'Refused', place: 'parked' }], left: 'Refused' },
    { lost: 1 },
  ],
  ['an Unknown of which the ledger holds nothing', { heard: [{ state: 'Unknown' }], texts: 1 }, { lost: 1 }],
  [
    'Unknown, and HotTask has never read it',
    { heard: [{ state: 'Unknown' }], left: 'Unknown' },
    { needlessUnknown: 1 },
  ],
];

test.each(rows)('%s counts', async (_, story, harm) => {
  expect(await tally(accountsOf(story), endsOf(story))).toEqual({ ...noHarm, ...harm });
});

const fine: [string, Story][] = [
  ['sent once', { heard: [{ state: 'Sent', place: 'done' }], left: 'Sent', texts: 1, accepted: 1 }],
  ['parked', { heard: [{ state: 'Unknown', place: 'parked' }], left: 'Unknown', texts: 1, parked: ['Unknown'] }],
  ['still on its queue', { heard: [{ state: 'NotSent', place: 'again' }], left: 'NotSent' }],
  ['too old', { heard: [{ state: 'Expired', place: 'done' }] }],
  ['a reminder that was cancelled', { heard: [{ state: 'Cancelled', place: 'done' }] }],
  ['a call that nobody knows of', { heard: [{ state: 'Unknown' }], left: 'Unknown', texts: 1 }],
];

test.each(fine)('%s is no harm', async (_, story) => {
  expect(await tally(accountsOf(story), endsOf(story))).toEqual(noHarm);
});

test('a claim that nobody could give back counts apart', () => {
  const story: Story = { heard: [{ state: 'nothing' }, { state: 'Unknown' }], left: 'Sending' };
  expect(heldBack(accountsOf(story), endsOf(story))).toBe(1);
  expect(heldBack(accountsOf(story), endsOf({ ...story, posts: 1 }))).toBe(0);
});
