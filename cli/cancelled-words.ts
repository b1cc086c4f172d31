/** What is told of a caller's reminders that were cancelled together: their keys, no number and no text. */
import { plain } from './account.ts';
import type { CancelledAll } from './cancel-reminders.ts';

/** Where not, the same line may be run again. */
export const isAllCancelled = ({ goingOut, failed }: CancelledAll): boolean => goingOut.length + failed.length === 0;

export const cancelledText = ({ cancelled, goingOut, fired, failed, undropped }: CancelledAll): string =>
  [
    `Reminders cancelled: ${cancelled}.`,
    ...listed(
      'Too late, since it had fired',
      fired.map(({ key, state }) => `${key} (${state})`),
    ),
    ...listed('Going out at this moment, so not cancelled: run the same line again', goingOut),
    ...listed(
      'Not cancelled, run the same line again',
      failed.map(({ key, why }) => `${key} (${why})`),
    ),
    ...[...undropped].map(
      ([code, count]) => `Schedules that could not be deleted (${code}): ${count}. Each fires, and sends nothing.`,
    ),
  ].join('\n');

const mostShown = 20;

const listed = (what: string, all: string[]): string[] => {
  if (all.length === 0) return [];
  const more = all.length > mostShown ? `, and ${all.length - mostShown} more` : '';
  return [`${what}: ${all.length}. ${plain(all.slice(0, mostShown).join(', '))}${more}.`];
};

export const cancelledJson = ({ cancelled, goingOut, fired, failed, undropped }: CancelledAll) => ({
  RemindersCancelled: cancelled,
  GoingOut: goingOut,
  Fired: fired.map(({ key, state }) => ({ Key: key, State: state })),
  NotCancelled: failed.map(({ key, why }) => ({ Key: key, Why: why })),
  SchedulesLeft: [...undropped.values()].reduce((sum, count) => sum + count, 0),
});
