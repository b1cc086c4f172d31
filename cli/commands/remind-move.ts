/** Moves a reminder to another time. It keeps its number and text, which are not asked for. */
import { command, WrongUsage } from '../command.ts';
import { fieldsOfTime, timeOptions } from '../reminder-time.ts';
import { whenOf } from '../reminder-words.ts';
import { takeReminderKey } from '../reminders-route.ts';
import { noMore } from '../which-key.ts';
import { openReminders, reminderOptions, reminderRights } from '../which-reminders.ts';

export const remindMove = command({
  name: 'remind move',
  summary: 'have a reminder go out at another time, with the same text',
  usage: 'KEY',
  options: {
    ...timeOptions,
    'late-by': { takes: 'SECONDS', help: 'by how much it may be late, 300 or more; later it is not sent' },
    ...reminderOptions,
  },
  notes: [
    'What is not given stays as it is. Another number or text is set by remind set.',
    'It ends with 1 where nothing is left to move: the text is going out, or has, or the reminder was cancelled.',
    reminderRights,
  ].join('\n'),
  run: async ({ values, words }, terminal) => {
    const key = takeReminderKey(words);
    noMore(words);
    const to = fieldsOfTime(values);
    if (Object.keys(to).length === 0)
      throw new WrongUsage('Say what is to change: one or more of --at TIME, --time-zone ZONE, --late-by SECONDS');
    const told = await (await openReminders(values, terminal)).move(key, to);
    return { text: `${key} is moved: it goes out ${whenOf(told)}.`, json: told };
  },
});
