/** A text that goes out later: a new one, or the one of this key is moved. */
import { command, WrongUsage } from '../command.ts';
import { fieldsOfTime, timeOptions } from '../reminder-time.ts';
import { whenOf } from '../reminder-words.ts';
import { takeReminderKey } from '../reminders-route.ts';
import { readAll } from '../stdin.ts';
import { noMore } from '../which-key.ts';
import { openReminders, reminderOptions, reminderRights } from '../which-reminders.ts';

export const remindSet = command({
  name: 'remind set',
  summary: 'have one text sent later, or move the one of this key',
  usage: 'KEY',
  options: {
    ...timeOptions,
    to: { takes: 'NUMBER', help: 'E.164, such as +12025550123' },
    message: { takes: 'TEXT|-', help: 'the text; with - it comes from standard input' },
    'late-by': { takes: 'SECONDS', help: 'by how much it may be late, 300 or more (300); later it is not sent' },
    'not-after': { takes: 'INSTANT', help: 'from then on it is not sent, such as 2027-03-01T09:30:00+01:00' },
    'serial-number': { takes: 'ID', help: "the chatbot, in place of the stage's own; needed where it has none" },
    'dry-run': { help: 'check everything, and make nothing' },
    ...reminderOptions,
  },
  notes: [
    'KEY is your own name for it: the same line again changes nothing but its revision, and one with another --at moves it.',
    'Number and text are given each time; remind move keeps them. What is wrong, or what the rules block, is said now, not when it is due.',
    reminderRights,
  ].join('\n'),
  run: async ({ values, words }, terminal) => {
    const key = takeReminderKey(words);
    noMore(words);
    const { at, 'time-zone': timeZone, to, message } = values;
    if (at === undefined || timeZone === undefined || to === undefined || message === undefined)
      throw new WrongUsage('Say when, where, to whom and what: --at TIME --time-zone ZONE --to NUMBER --message TEXT');
    const time = fieldsOfTime(values);
    const isPiped = message === '-';
    const { input, questions } = terminal;
    const route = await openReminders(values, terminal, isPiped && !input.isTTY);
    if (isPiped && input.isTTY) questions.write('The text, then Ctrl-D:\n');
    const { isNew, told } = await route.set(key, {
      ...time,
      Message: {
        ToPhoneNumber: to,
        Message: isPiped ? (await readAll(input)).replace(/\r?\n$/, '') : message,
        ...(values['serial-number'] === undefined ? {} : { SerialNumber: values['serial-number'] }),
        ...(values['not-after'] === undefined ? {} : { NotAfter: values['not-after'] }),
        ...(values['dry-run'] ? { DryRun: true } : {}),
      },
    });
    if (!('Key' in told)) return { text: `${key} would be set: nothing is wrong, and nothing was made.`, json: told };
    return { text: `${key} is ${isNew ? 'set' : 'moved'}: it goes out ${whenOf(told)}.`, json: told };
  },
});
