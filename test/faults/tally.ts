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
  /** Messages of which somebody heard that they are dealt with, and that are nowhere. */
  lost: number;
  /** Messages that wait for a person as Unknown, though HotTask has never read them. */
  needlessUnknown: number;
}

/** Nothing is owed to who hears one of these: it was not sent, for a reason of its own. */
const refusals = ['Expired', 'Blocked', 'KeyReused', 'Refused'];

export const tally = (accounts: readonly Account[], { hottask, parkedOf }: World): Tally => {
  const isLost = ({ text, heard, left }: Account) => {
    const isAnywhere = hottask.recipientOf(text).texts > 0 || parkedOf(text).length > 0 || left === 'Refused';
    return (
      !isAnywhere &&
      heard.some(
        ({ state, place }) => state === 'Sent' || (place === 'done' && !refusals.includes(state)) || place === 'parked',
      )
    );
  };
  return {
    doubled: hottask.all().filter(({ texts }) => texts > 1).length,
    lost: accounts.filter(isLost).length,
    needlessUnknown: accounts.filter(
      ({ text, left }) => left === 'Unknown' && hottask.recipientOf(text).posts.length === 0,
    ).length,
  };
};

export const told = ({ doubled, lost, needlessUnknown }: Tally, leaks: number): string =>
  `doubled ${doubled}, lost ${lost}, needless Unknown ${needlessUnknown}, leaks ${leaks}`;
