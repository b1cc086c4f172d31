/** On dynalite: what the model of the reminders takes for granted of a conditional write is so. */
import type { Value } from '../lambda/conditional-write.ts';
import type { Attribute, Reminder, When } from '../lambda/reminders/reminder.ts';
import { cancel, mark, put, type ReminderWrite, take } from '../lambda/reminders/writes.ts';
import type { Chance } from './chance.ts';
import type { Stored } from './model/table.ts';
import { createReminders, dynalite } from './peers/dynalite-peer.ts';
import { writeByWrite } from './write-by-write.ts';

const sk = 'appt-42';
const nonces = ['A', 'B'];
const revisions = [1, 2];
/** Few, so that equal ones meet: below is not at most. */
const times = [1_700_000_000_000, 1_700_000_030_000, 1_700_000_060_000];
const when: When = { at: '2027-03-01T09:00:00', timeZone: 'UTC', dueAt: 1_800_000_000_000, lateBySeconds: 300 };

/** Nothing, or an item of which any attribute may be missing, or of a type that we do not write. */
const someItem = (chance: Chance, pk: string): Stored | undefined => {
  if (chance.below(5) === 0) return undefined;
  const whole: Partial<Record<Attribute, Value>> = {
    revision: chance.of(revisions),
    nonce: chance.of(nonces),
    state: chance.of(['Active', 'Active', 'Cancelled']),
    ...(chance.below(2) === 0 ? { firingUntil: chance.of(times), firedAt: chance.of(times) } : {}),
    ...when,
    expiresAt: 1_900_000_000,
  };
  const odd: Partial<Record<Attribute, Value>> = { revision: '1', firingUntil: 'soon', state: 1 };
  const kept = Object.entries(whole).filter(() => chance.below(20) > 0);
  const mixed = kept.map(([name, value]) => [name, chance.below(20) === 0 ? (odd[name as Attribute] ?? value) : value]);
  return { pk, sk, ...Object.fromEntries(mixed) };
};

const someWrite = (chance: Chance, pk: string, before: Stored = { pk, sk }): ReminderWrite => {
  const fits = <T extends Value>(name: Attribute, values: readonly T[]): T =>
    chance.below(4) > 0 && values.includes(before[name] as T) ? (before[name] as T) : chance.of(values);
  const [revision, nonce, now] = [fits('revision', revisions), fits('nonce', nonces), chance.of(times)];
  const firingUntil = fits('firingUntil', times);
  const seen: Reminder = {
    caller: pk,
    key: sk,
    revision,
    nonce,
    state: 'Active',
    when,
    changedAt: now,
    ...(before.firingUntil === undefined ? {} : { firingUntil }),
  };
  const change = { caller: pk, key: sk, nonce: 'C', requestId: 'r' };
  return chance.of([
    () => put(change, undefined, when, now),
    () => put(change, seen, when, now),
    () => cancel(change, seen, now),
    () => mark(change, now),
    () => take({ caller: pk, key: sk, revision, nonce }, now, now),
  ])();
};

writeByWrite({ start: dynalite, create: createReminders, someItem, someWrite });
