/** What is told of reminders that were replanned: their keys and times, no number and no text. */
import type { Unchanged } from '../lambda/reminders/protocol.ts';
import { shownAt } from '../lambda/reminders/wall-clock.ts';
import { zoneDataVersion } from '../lambda/time/zone-data.ts';
import { plain } from './account.ts';
import type { Moved, Replanned } from './replan-reminders.ts';

/** Needs nothing more: it is out of reach of a change of its time, and goes out, or not, as its caller was told. */
const needsNothing: readonly Unchanged['problem'][] = ['absent', 'fired', 'expired', 'going out', 'not sent'];

export const areAllReplanned = ({ failed }: Replanned): boolean =>
  failed.every(({ why }) => needsNothing.includes(why));

const mostShown = 100;

export const replannedText = (all: Replanned, doesIt: boolean): string => {
  const { looked, moved, rescheduled, stays, failed, undropped, isStopped } = all;
  const [move, get] = doesIt
    ? ['Moved', 'Given a schedule in UTC, at the same instant']
    : ['Would move', 'Would get a schedule in UTC, at the same instant'];
  return [
    `Reminders that are to go out: ${looked}. By the time zones of ${zoneDataVersion}:`,
    `${move}: ${moved.length}.`,
    ...moved.slice(0, mostShown).map(lineOf),
    ...more(moved.length, mostShown),
    ...(rescheduled > 0 ? [`${get}: ${rescheduled}.`] : []),
    ...[...Map.groupBy(stays, ({ why }) => why)].map(([why, all]) => `${stayWords[why]}: ${all.length}. ${named(all)}`),
    ...[...Map.groupBy(failed, ({ why }) => why)].map(
      ([why, all]) =>
        `Not moved, ${failedWords[why] ?? `run the same line again (${why})`}: ${all.length}. ${named(all)}`,
    ),
    ...(isStopped ? ['Stopped: the same line goes on with the others.'] : []),
    ...[...undropped].map(
      ([code, count]) => `Old schedules that could not be deleted (${code}): ${count}. Each fires, and sends nothing.`,
    ),
  ].join('\n');
};

const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

const lineOf = ({ caller, key, from, to, isLeftOut }: Moved): string => {
  const goes = `${iso(from.dueAt)} → ${iso(to.dueAt)}`;
  const shown = isLeftOut
    ? `; there is no such time any more, so it goes out at ${shownAt(to.timeZone, to.dueAt)}`
    : '';
  return plain(`  ${caller}/${key}  ${to.at} in ${to.timeZone}: ${goes}${shown}`);
};

const stayWords: Record<Replanned['stays'][number]['why'], string> = {
  near: 'Stay as they were told, due within a minute by one of the two tables',
  'past its NotAfter': 'Stay as they were told, since their NotAfter would be over',
  'unknown zone': 'Stay as they were told, in a zone that the table does not have: set them again in another',
};

const failedWords: Partial<Record<Unchanged['problem'], string>> = {
  absent: 'gone meanwhile',
  fired: 'cancelled or sent meanwhile',
  expired: 'over meanwhile',
  'going out': 'going out at this moment',
  'not sent': 'fired, and being tried',
  'schedule gone':
    'its schedule was deleted by hand, or has fired too early and waits for its time: see parked list and remind show before it is set again',
  'schedule edited': 'its schedule was edited by hand: have it set again',
};

const fewShown = 20;
const named = (all: { caller: string; key: string }[]): string =>
  plain(
    all
      .slice(0, fewShown)
      .map(({ caller, key }) => `${caller}/${key}`)
      .join(', '),
  ).concat(...more(all.length, fewShown).map((line) => `\n${line}`));

const more = (count: number, shown: number): string[] =>
  count > shown ? [`  and ${count - shown} more: --json has all of them`] : [];

export const replannedJson = (
  { looked, moved, rescheduled, stays, failed, undropped }: Replanned,
  doesIt: boolean,
) => ({
  IsDone: doesIt,
  TimeZoneData: zoneDataVersion,
  Looked: looked,
  Moved: moved.map(({ caller, key, from, to, isLeftOut }) => ({
    ...{ Caller: caller, Key: key, At: to.at, TimeZone: to.timeZone, WasDueAt: iso(from.dueAt), DueAt: iso(to.dueAt) },
    ...(isLeftOut && { GoesOutAt: shownAt(to.timeZone, to.dueAt) }),
  })),
  Rescheduled: rescheduled,
  Stays: stays.map(({ caller, key, why }) => ({ Caller: caller, Key: key, Why: why })),
  Failed: failed.map(({ caller, key, why }) => ({ Caller: caller, Key: key, Why: why })),
  SchedulesLeft: [...undropped.values()].reduce((sum, count) => sum + count, 0),
});
