/** A whole caller is taken away, and what becomes of its reminders is told, or they are cancelled before. */
import { secretCache } from '../lambda/wiring.ts';
import { inOneLine } from './aws-errors.ts';
import { withCallers } from './caller-desk.ts';
import { type CancelledAll, cancelReminders } from './cancel-reminders.ts';
import { cancelledJson, cancelledText, isAllCancelled } from './cancelled-words.ts';
import { Failed, type Result, type Terminal } from './command.ts';
import { remindersLeft } from './reminders-left.ts';
import { noCaller, removeCaller } from './remove-caller.ts';
import { toPaste } from './to-paste.ts';
import { untilStopped } from './until-stopped.ts';
import { reminderPlaces, withReminderDesk } from './which-reminder-desk.ts';
import type { Given } from './which-secret.ts';

export const validMinutes = secretCache.freshMs / 60_000;
export const validFor = `It stays valid for up to ${validMinutes} minutes, and for up to ${secretCache.staleMs / 60_000} while Secrets Manager is down.`;

export const keysLeft = (Name: string, KeysLeft: number) => ({ Name, KeysLeft, ValidForMinutes: validMinutes });

interface Whole {
  name: string;
  values: Given;
  isCancelling: boolean;
}

/** First its reminders, where that is asked for; then the caller, whatever became of them: nobody may set more of them. */
export const removeWhole = async ({ name, values, isCancelling }: Whole, terminal: Terminal): Promise<Result> => {
  const cancelled = isCancelling ? await cancelAll(name, values, terminal) : undefined;
  const wasThere = await withCallers(values, terminal.env, (desk) => removeCaller(desk, name));
  // Of one who was removed before, what it has left can still be cancelled. Where there is nothing, the name is a slip.
  if (!wasThere && !hasFound(cancelled)) throw new Failed(noCaller(name));
  const gone = wasThere ? `${name} is taken away. ${validFor}` : `There was no caller ${name} any more.`;
  return withLeft({ name, values, gone, cancelled }, terminal);
};

const hasFound = (cancelled: CancelledAll | undefined): boolean =>
  cancelled !== undefined &&
  cancelled.cancelled + cancelled.goingOut.length + cancelled.fired.length + cancelled.failed.length > 0;

interface Gone {
  name: string;
  values: Given;
  /** In a sentence. */
  gone: string;
  cancelled?: CancelledAll | undefined;
}

/** Its last key is gone: what becomes of the reminders that it has left. */
export const withLeft = async ({ name, values, gone, cancelled }: Gone, { env }: Terminal): Promise<Result> => {
  const left = await leftOf(name, values, env);
  const again = toPaste(`caller remove ${name} --cancel-reminders`, values);
  const lines = [gone, ...(cancelled ? [cancelledText(cancelled)] : []), leftText(left, again)];
  return {
    text: lines.filter((line) => line !== '').join('\n'),
    json: { ...keysLeft(name, 0), RemindersLeft: left.count, ...(cancelled ? cancelledJson(cancelled) : {}) },
    isFailed: left.problem !== undefined || (cancelled !== undefined && !isAllCancelled(cancelled)),
  };
};

const cancelAll = async (caller: string, values: Given, { env, progress }: Terminal) => {
  const places = await reminderPlaces(values, env);
  if (!places) return undefined;
  const onDone = (count: number) => progress(`${count.toLocaleString('en')} reminders`);
  try {
    const all = await withReminderDesk(places, (desk) =>
      untilStopped((isStopped) => cancelReminders(desk, { caller, onDone, isStopped })),
    );
    if (!all.isStopped) return all;
    throw new Failed(`Stopped: ${all.cancelled} of its reminders are cancelled. ${untouched(caller)}`);
  } catch (error) {
    const problem = inOneLine(error, { isLocal: values.local === true, takesLocal: true, env });
    throw problem === undefined ? error : new Failed(`${problem}. ${untouched(caller)}`);
  }
};

const untouched = (caller: string): string => `${caller} may call as before; the same line goes on with the others`;

interface Left {
  /** Null where they could not be counted. */
  count: number | null;
  problem?: string;
}

/** The caller is gone by now: that must be told, whatever becomes of this. */
const leftOf = async (name: string, values: Given, env: Terminal['env']): Promise<Left> => {
  try {
    const places = await reminderPlaces(values, env);
    return { count: places ? await remindersLeft(places.reminders, places.access, name) : 0 };
  } catch (error) {
    const problem = inOneLine(error, { isLocal: values.local === true, takesLocal: true, env });
    if (problem === undefined) throw error;
    return { count: null, problem };
  }
};

const leftText = ({ count, problem }: Left, again: string): string => {
  if (problem !== undefined) return `Its reminders could not be counted. ${problem}.`;
  if (count === 0) return '';
  return `Its reminders that are still to go out: ${count}. Each ends in parked as Unauthorized once it is due; ${again} cancels them.`;
};
