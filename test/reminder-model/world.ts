/** All that there is around one caller's reminder at one instant: its item, the ledger, schedules, who is at work, what callers were told. */

import type { ReminderWrite } from '../../lambda/reminders/writes.ts';
import type { Stored } from '../model/table.ts';
import type { Standing } from './actor.ts';
import { short } from './short.ts';

export interface World {
  /** The true time. */
  at: number;
  item: Stored | undefined;
  /** The ledger's items, by pk. */
  ledger: Readonly<Record<string, Stored>>;
  /** Schedules that are there, by the nonce of the change that made them. */
  schedules: Readonly<Record<string, Scheduled>>;
  /** Schedules that have fired, and are gone: each record may be delivered again. */
  fired: Readonly<Record<string, Fired>>;
  /** Writes that the network holds back: each arrives some time. */
  copies: readonly Copy[];
  copiesLeft: number;
  actors: readonly Actor[];
  /** How many have begun. */
  puts: number;
  moves: number;
  cancels: number;
  /** Who has set the text that goes out: it stays through moves. */
  wording: string;
  /** Texts that the recipient may have got, by the time at which they were due. */
  texts: Readonly<Record<number, number>>;
  /** Changes that were over for their callers when a later one was acknowledged: none of their texts may go out. */
  barred: readonly string[];
  /** Changes of which the caller heard that nothing was changed. */
  denied: readonly string[];
  /** Firings that ended as cancelled, by nonce. */
  given: readonly string[];
  /** A promise that the last step broke. */
  broken?: string;
}

export interface Scheduled {
  revision: number;
  /** Who has set its text. */
  wording: string;
  /** The instant that its caller was told. */
  dueAt: number;
}

export interface Fired extends Scheduled {
  deliveries: number;
  /** The instant that Scheduler took for its time. */
  scheduledAt: number;
}

export interface Copy {
  write: ReminderWrite;
  /** Whose. */
  by: string;
}

export interface Actor extends Standing {
  name: string;
  kind: 'put' | 'move' | 'cancel' | 'firing';
  /** Of a change: those that had read before it began. */
  before: readonly string[];
  /** Of a firing: the nonce of its revision. */
  nonce?: string;
  /** How far its clock is ahead of the true time. */
  skew: number;
}

export const keyOf = (world: World): string => {
  const { at, item, ledger, schedules, fired, copies, copiesLeft, actors, puts, moves, cancels } = world;
  const { wording, texts, barred, denied, given } = world;
  return [
    at,
    item ? once(item, itemKey) : '',
    ...Object.values(ledger).map((stored) => once(stored, ledgerKey)),
    Object.entries(schedules)
      .map(([nonce, scheduled]) => nonce + scheduled.wording)
      .sort()
      .join(),
    ...Object.entries(fired)
      .map(([nonce, { deliveries, scheduledAt, ...last }]) => `${nonce}${last.wording}${deliveries}@${scheduledAt}`)
      .sort(),
    ...copies.map(({ write }) => once(write, writeKey)).sort(),
    `${copiesLeft}${puts}${moves}${cancels}${wording}`,
    ...actors.map(({ name, before, code }) => name + before.length + code).sort(),
    ...Object.entries(texts).map(([dueAt, count]) => `${dueAt}:${count}`),
    ...[barred, denied, given].map((names) => names.toSorted().join('')),
  ].join('|');
};

const known = new WeakMap<object, string>();
const once = <T extends object>(value: T, make: (value: T) => unknown[]): string => {
  const key = known.get(value) ?? short(JSON.stringify(make(value)));
  known.set(value, key);
  return key;
};

const itemKey = ({ revision, nonce, state, dueAt, firingUntil, firedAt }: Stored) => [
  revision,
  nonce,
  state,
  dueAt,
  firingUntil,
  firedAt !== undefined,
];

const ledgerKey = ({ pk, state, owner, leaseUntil }: Stored) => [String(pk).slice(0, 4), state, owner, leaseUntil];

const writeKey = ({ when, set }: ReminderWrite) => [when, set.revision, set.nonce, set.firingUntil];
