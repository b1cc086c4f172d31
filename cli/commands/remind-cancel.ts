/** After it nothing goes out under this key, until somebody sets it anew. */
import { command } from '../command.ts';
import { takeReminderKey } from '../reminders-route.ts';
import { noMore } from '../which-key.ts';
import { openReminders, reminderOptions, reminderRights } from '../which-reminders.ts';

export const remindCancel = command({
  name: 'remind cancel',
  summary: 'have a reminder not sent',
  usage: 'KEY',
  options: reminderOptions,
  notes: [
    'Once it has said so, nothing goes out. It ends with 1 where that is too late: the text is going out, or has.',
    reminderRights,
  ].join('\n'),
  run: async ({ values, words }, terminal) => {
    const key = takeReminderKey(words);
    noMore(words);
    const told = await (await openReminders(values, terminal)).cancel(key);
    return { text: `${key} is cancelled: nothing goes out.`, json: told };
  },
});
