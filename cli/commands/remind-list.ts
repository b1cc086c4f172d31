/** Lists a caller's reminders: first what goes out next, or by their keys. */
import { plain } from '../account.ts';
import { sorts } from '../api-words.ts';
import { command, WrongUsage } from '../command.ts';
import { inShort } from '../reminder-words.ts';
import type { Told } from '../reminders-route.ts';
import { noMore } from '../which-key.ts';
import { openReminders, reminderOptions, reminderRights } from '../which-reminders.ts';

const usualLimit = 100;
/** The API gives no more at once. */
const perCall = 100;
const states = ['Scheduled', 'Cancelled', 'InProgress', 'Sent', 'Refused', 'Unknown', 'NotSent', 'Expired'];

export const remindList = command({
  name: 'remind list',
  summary: 'what goes out when, and what has',
  usage: '',
  options: {
    state: { takes: 'STATE', help: `only these: ${states.join(', ')}` },
    sort: {
      takes: 'ORDER',
      help: 'due: first what goes out next, then what is over, the latest first (due); key: by key',
    },
    limit: { takes: 'N', help: `show at most so many, 1 to 10000 (${usualLimit})` },
    next: { takes: 'NEXT', help: 'go on where an earlier list ended, which says how' },
    all: { help: 'all of them, in place of --limit' },
    progress: { help: 'tell on standard error how many are read' },
    ...reminderOptions,
  },
  notes: reminderRights,
  run: async ({ values, words }, terminal) => {
    noMore(words);
    const { state, next, all, sort = 'due', limit = String(usualLimit) } = values;
    if (!isSort(sort)) throw new WrongUsage(`--sort must be one of ${Object.keys(sorts).join(', ')}`);
    if (state !== undefined && !states.includes(state))
      throw new WrongUsage(`--state must be one of ${states.join(', ')}`);
    if (all && values.limit !== undefined) throw new WrongUsage('--all shows all of them: leave out --limit');
    if (!/^[1-9]\d{0,4}$/.test(limit) || Number(limit) > 10_000)
      throw new WrongUsage('--limit must be a whole number from 1 to 10000');
    if (next === '') throw new WrongUsage('--next must be the Next of an earlier list, as it was');

    const route = await openReminders(values, terminal);
    const most = all ? Number.POSITIVE_INFINITY : Number(limit);
    const told: Told[] = [];
    let Next: string | null = next ?? null;
    do {
      const page = await route.page({
        Sort: sorts[sort],
        Limit: String(Math.min(perCall, most - told.length)),
        ...(state === undefined ? {} : { State: state }),
        ...(Next === null ? {} : { Next }),
      });
      told.push(...page.Reminders);
      ({ Next } = page);
      terminal.progress(`${told.length} found`);
    } while (Next !== null && told.length < most);

    const found = `${told.length}${state === undefined ? '' : ` of State ${state}`}`;
    return {
      text: [
        `Reminders: ${found}.`,
        ...told.map(inShort),
        ...(Next === null ? [] : [`There are more: --next ${plain(Next)} goes on, --all shows all.`]),
      ].join('\n\n'),
      json: { Reminders: told, Next },
    };
  },
});

const isSort = (word: string): word is keyof typeof sorts => Object.hasOwn(sorts, word);
