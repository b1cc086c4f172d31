/** After another release of the time zones: reminders that are set go out by the law of today. */
import { command, Failed } from '../command.ts';
import { replanReminders } from '../replan-reminders.ts';
import { areAllReplanned, replannedJson, replannedText } from '../replanned-words.ts';
import { toPaste } from '../to-paste.ts';
import { untilStopped } from '../until-stopped.ts';
import { noMore } from '../which-key.ts';
import { reminderPlaces, withReminderDesk } from '../which-reminder-desk.ts';
import { localOption, stackOptions } from '../which-stack.ts';

export const remindReplan = command({
  name: 'remind replan',
  summary: 'move what is set to the hour that the time zones of today give it',
  usage: '',
  options: {
    yes: { help: 'move them; without it only what would change is told' },
    progress: { help: 'tell on standard error how many are looked at' },
    ...stackOptions,
    ...localOption,
  },
  notes: [
    "Reads the whole table of reminders, of all callers, and asks this checkout's table of time zones for each. What 0.6.0",
    'has set also gets a schedule in UTC, since Scheduler fires that by a table of its own. Number and text stay as they are.',
    'Stopped or killed, the same line goes on; beside callers, firings and another run of it nothing is sent twice or lost.',
    'Deploy first, so that the functions have the same table.',
    "Rights in AWS: cloudformation:DescribeStacks, dynamodb:Scan on the reminders' table; with --yes also dynamodb:GetItem and",
    "UpdateItem there, dynamodb:GetItem on the ledger, and in the stack's group scheduler:GetSchedule, CreateSchedule,",
    "DeleteSchedule, with iam:PassRole for the stack's SchedulerRole.",
  ].join('\n'),
  run: async ({ values, words }, { env, progress }) => {
    noMore(words);
    const doesIt = values.yes === true;
    const places = await reminderPlaces(values, env);
    if (!places) throw new Failed('The stack is of a version before reminders: there are none to move');
    const onLooked = (count: number) => progress(`${count.toLocaleString('en')} looked at`);
    const all = await withReminderDesk(places, (desk) =>
      untilStopped((isStopped) => replanReminders(desk, { doesIt, onLooked, isStopped })),
    );
    const again = toPaste('remind replan --yes', values);
    if (all.isStopped) throw new Failed(replannedText(all, doesIt));
    const isAnything = all.moved.length + all.rescheduled > 0;
    const next = !doesIt && isAnything ? `\nNothing was changed. ${again} does it.` : '';
    return {
      text: `${replannedText(all, doesIt)}${next}`,
      json: replannedJson(all, doesIt),
      isFailed: !areAllReplanned(all),
    };
  },
});
