/** What a run comes to, counted from what HotTask, the ledger and the queue hold at its end, whatever its cells have expected. */
import type { Heard } from './sources.ts';
import type { World } from './world.ts';

/** One message: under its key, all that those who asked have heard. */
export interface Account {
  text: string;
  /** What the ledger holds under its key. */
  left: string | undefined;
  heard: readonly Heard[];
}

export interface Tally {
  /** Messages that HotTask may have accepted twice. */
  doubled: number;
  /** Messages of which somebody heard that they are dealt with, and that are not where they would be then. */
  lost: number;
  /** Messages that were written down as Unknown, though HotTask has never read them. */
  needlessUnknown: number;
  leaks: number;
}

export const noHarm: Tally = { doubled: 0, lost: 0, needlessUnknown: 0, leaks: 0 };

/** The far ends that are asked at the end. */
type Ends = Pick<World, 'hottask' | 'parkedOf' | 'leaks'>;

export const tally = async (accounts: readonly Account[], { hottask, parkedOf, leaks }: Ends): Promise<Tally> => ({
  doubled: hottask.all().filter(({ texts }) => texts > 1).length,
  lost: accounts.filter(({ text, left, heard }) =>
    heard.some(({ state, place }) => {
      if (state === 'Sent') return hottask.recipientOf(text).accepted === 0;
      // A record that is deleted never comes again. What is too old or was cancelled needs nobody.
      if (place === 'done' || place === 'parked') return !needsNobody.includes(state) && parkedOf(text).length === 0;
      return state === 'Unknown' && !place && left === undefined;
    }),
  ).length,
  needlessUnknown: accounts.filter(({ text, left }) => left === 'Unknown' && isUnread(text, hottask)).length,
  leaks: await leaks(),
});

const needsNobody: Heard['state'][] = ['Expired', 'Cancelled'];

/**
 * Claims that nobody could give back, of messages that HotTask has never read: that cannot be known from outside, so they
 * wait for a person too.
 */
export const heldBack = (accounts: readonly Account[], { hottask }: Ends): number =>
  accounts.filter(({ text, left }) => left === 'Sending' && isUnread(text, hottask)).length;

const isUnread = (text: string, hottask: World['hottask']) => hottask.recipientOf(text).posts.length === 0;

export const told = ({ doubled, lost, needlessUnknown, leaks }: Tally, heldBack: number): string =>
  `doubled ${doubled}, lost ${lost}, needless Unknown ${needlessUnknown}, leaks ${leaks}; ${heldBack} more wait for a person, whose process was gone or cut off after its claim, before HotTask had read anything`;
