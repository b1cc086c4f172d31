/** After a deployment with another release of the time zones: what that changes in reminders that are set, and whether to move them. */
import { inOneLine } from '../aws-errors.ts';
import type { Terminal } from '../command.ts';
import { replanReminders } from '../replan-reminders.ts';
import { replannedJson, replannedText } from '../replanned-words.ts';
import { ask } from '../stdin.ts';
import { toPaste } from '../to-paste.ts';
import { untilStopped } from '../until-stopped.ts';
import { withReminderDesk } from '../which-reminder-desk.ts';
import { accessOf, type GivenStack } from '../which-stack.ts';

type Outputs = Record<string, string>;

interface Deployed {
  /** The stack's outputs. */
  before: Outputs;
  after: Outputs;
  given: GivenStack;
}

interface Offered {
  text: string;
  json: object;
}

/** Undefined where there is nothing to move. Asks only in a terminal. The deployment is done: what fails here is told, and no error. */
export const offerReplan = async (deployed: Deployed, terminal: Terminal): Promise<Offered | undefined> => {
  const { before, after, given } = deployed;
  // A stack of before reminders has none; of 0.6.0 it does not say by which release.
  if (!before.RemindersTable || before.TimeZoneData === after.TimeZoneData) return undefined;
  try {
    return await offer(deployed, terminal);
  } catch (error) {
    const why = inOneLine(error, { isLocal: false, takesLocal: false, env: terminal.env });
    if (why === undefined) throw error;
    const text = `The time zones are those of another release now. Whether reminders that are set move could not be told. ${why}. Then: ${toPaste('remind replan', given)}`;
    return { text, json: { Problem: why } };
  }
};

const offer = async (
  { after, given }: Deployed,
  { input, questions, progress }: Terminal,
): Promise<Offered | undefined> => {
  const { RemindersTable: reminders = '', LedgerTable: ledger = '', ScheduleGroup: scheduleGroup = '' } = after;
  const onLooked = (count: number) => progress(`${count.toLocaleString('en')} reminders looked at`);
  const replan = (doesIt: boolean) =>
    withReminderDesk({ access: accessOf(given), reminders, ledger, scheduleGroup }, (desk) =>
      untilStopped((isStopped) => replanReminders(desk, { doesIt, onLooked, isStopped })),
    );
  const told = (all: Awaited<ReturnType<typeof replan>>, doesIt: boolean, next: string): Offered => ({
    text: [`The time zones are those of another release now. ${replannedText(all, doesIt)}`, next].join('\n'),
    json: replannedJson(all, doesIt),
  });

  const all = await replan(false);
  if (all.moved.length + all.rescheduled + all.stays.length === 0 && !all.isStopped) return undefined;
  const later = `${toPaste('remind replan --yes', given)} moves them.`;
  if (all.isStopped || all.moved.length + all.rescheduled === 0)
    return told(all, false, all.isStopped ? `To look at all of them: ${toPaste('remind replan', given)}` : '');
  if (!input.isTTY) return told(all, false, later);
  const answer = await ask(`${told(all, false, 'Move them now? [y/N] ').text}`, input, questions);
  return /^y(es)?$/i.test(answer.trim()) ? told(await replan(true), true, '') : told(all, false, later);
};
