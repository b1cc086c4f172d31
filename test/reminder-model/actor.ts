/** Somebody on the way: what it waits for, and where it stands when it has heard one thing more. */

import type { Fact } from '../../lambda/fact.ts';
import type { Found as FoundInLedger } from '../../lambda/ledger/protocol.ts';
import type { Write } from '../../lambda/ledger/writes.ts';
import type { State } from '../../lambda/outcome.ts';
import type { Ask, Changed, Heard as HeardOfChange, Taken } from '../../lambda/reminders/protocol.ts';
import { short } from './short.ts';

/** What an actor waits for, or what it says at its end. */
export type Doing =
  | { asks: 'reminders'; ask: Ask }
  | { asks: 'claim' | 'settle'; write: Write }
  | { asks: 'recall'; pk: string }
  | { asks: 'post'; writeBy: number }
  | { answers: Changed | { state: State } };

export type What = HeardOfChange | FoundInLedger | Fact;

export interface Heard {
  what: What;
  /** What its own clock shows then. */
  at: number;
}

/** Where somebody stands, and what that depends on. */
export interface Played {
  doing: Doing;
  /** Of a firing that has asked for its item. */
  taken?: Taken;
  /** What its future still depends on of all that it heard; nothing once it has come to its end. */
  past: string;
}

export interface Standing extends Played {
  /** Who stands at the same has the same future. */
  code: string;
  after: (what: What, at: number) => Promise<Standing>;
}

/** Each is played once. */
export const standing = async (play: (heard: readonly Heard[]) => Played | Promise<Played>): Promise<Standing> => {
  const from = async (heard: readonly Heard[]): Promise<Standing> => {
    const known = new Map<string, Promise<Standing>>();
    const played = await play(heard);
    return {
      ...played,
      code: short(JSON.stringify([played.doing, played.past])),
      after: (what, at) => {
        const code = at + codeOf(what);
        const next = known.get(code) ?? from([...heard, { what, at }]);
        known.set(code, next);
        return next;
      },
    };
  };
  return from([]);
};

/** Without the times at which it was heard: those that count stand in the next question. */
export const pastOf = (heard: readonly Heard[]): string => heard.map(({ what }) => codeOf(what)).join(';');

const codeOf = (what: What): string => {
  if (typeof what === 'string' || what === undefined) return String(what);
  if ('at' in what) return what.at + ('status' in what ? what.status : '');
  if ('state' in what) return String(what.state);
  if ('message' in what) return JSON.stringify(what.message);
  const read = 'reminder' in what ? what.reminder : what.item;
  if (typeof read !== 'object') return String(read);
  if ('key' in read && 'nonce' in read) {
    const { revision, nonce, state, firingUntil, firedAt, when } = read;
    return [revision, nonce, state, firingUntil, firedAt !== undefined, when?.dueAt].join();
  }
  return 'owner' in read ? `${read.state}${read.owner}${read.leaseUntil}` : '';
};
