/** What must hold in every world, each as the words that a broken one is told in. */
import { clockSkewMs } from '../../lambda/wiring.ts';
import { lateBySeconds } from './change.ts';
import { pkOfText } from './firing.ts';
import type { Actor, World } from './world.ts';

/** The first promise that this world breaks. */
export const brokenIn = (world: World): string | undefined =>
  world.broken ?? twice(world) ?? untrue(world) ?? lost(world) ?? otherText(world);

const twice = ({ texts }: World): string | undefined =>
  Object.values(texts).some((count) => count > 1) ? 'the recipient gets the same text twice' : undefined;

const untrue = ({ item, denied }: World): string | undefined =>
  item && denied.includes(String(item.nonce))
    ? 'a caller hears that nothing was changed, and it was: the recipient gets a text that nobody asked for, or none'
    : undefined;

/** What stands in the table goes out: by a schedule that is there still, or a record that comes back. */
const lost = ({ item, schedules, fired, given }: World): string | undefined => {
  if (item?.state !== 'Active') return undefined;
  const nonce = String(item.nonce);
  if (given.includes(nonce)) return 'the recipient gets no text: its reminder stands, and what fired was thrown away';
  return schedules[nonce] || fired[nonce]
    ? undefined
    : 'the recipient gets no text: its reminder stands, and no schedule is there to fire it';
};

/** A move keeps the text that was there when it was written. */
const otherText = ({ item, schedules, fired, wording }: World): string | undefined => {
  const nonce = String(item?.nonce);
  const stands = item?.state === 'Active' ? (schedules[nonce] ?? fired[nonce]) : undefined;
  return stands && stands.wording !== wording ? 'the recipient gets the text of another change' : undefined;
};

/** Whether this text may leave now. */
export const brokenByPost = ({ at, barred, fired, ledger }: World, { nonce = '', skew }: Actor): string | undefined => {
  if (barred.includes(nonce))
    return 'the recipient gets a text although a cancel or a move that came after it was acknowledged';
  const { dueAt = 0, revision = 0 } = fired[nonce] ?? {};
  if (at + skew < dueAt - clockSkewMs) return 'the recipient gets the text before the time that the caller was told';
  if (!ledger[pkOfText({ caller: 'web', key: 'appt', revision, nonce }, dueAt)])
    return 'the recipient gets a text of which the caller is told that it was not sent';
  return at + skew >= dueAt + lateBySeconds * 1_000 ? 'the recipient gets the text too late' : undefined;
};

/** What a firing that could not take its item must not take it for. */
export const brokenByTake = ({ item }: World, { nonce, taken }: Actor): string | undefined =>
  item?.nonce === nonce &&
  item?.state === 'Active' &&
  (taken === 'cancelled' || taken === 'moved' || taken === 'not yet')
    ? 'the recipient gets no text: its reminder stands, and what fired is taken for an old one'
    : undefined;
