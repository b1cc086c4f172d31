/** One reminder: when it goes out, and what became of it. */
import { command } from '../command.ts';
import { inFull } from '../reminder-words.ts';
import { takeReminderKey } from '../reminders-route.ts';
import { optionsOf } from '../to-paste.ts';
import { noMore } from '../which-key.ts';
import { openReminders, reminderOptions, reminderRights } from '../which-reminders.ts';

export const remindShow = command({
  name: 'remind show',
  summary: 'when one reminder goes out, and what became of it',
  usage: 'KEY',
  options: reminderOptions,
  notes: reminderRights,
  run: async ({ values, words }, terminal) => {
    const key = takeReminderKey(words);
    noMore(words);
    const told = await (await openReminders(values, terminal)).get(key);
    return { text: inFull(told, optionsOf(values)), json: told };
  },
});
