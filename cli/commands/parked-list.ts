/** What waits for a person in the queue `parked`. */
import { command, WrongUsage } from '../command.ts';
import { whileReading } from '../parked-reading.ts';
import { blockOf, countsOf, fieldsOf } from '../parked-words.ts';
import { noMore } from '../which-key.ts';
import { hasState, stateOption } from '../which-parked.ts';
import { openParked, queueOptions } from '../which-queues.ts';

const usualLimit = 100;

export const parkedList = command({
  name: 'parked list',
  summary: 'what waits for a person, and why',
  usage: '',
  options: {
    limit: { takes: 'N', help: `show at most so many, 1 to 10000 (${usualLimit})` },
    ...stateOption,
    progress: { help: 'tell on standard error how many are read' },
    ...queueOptions,
  },
  notes: [
    'The newest first. While it reads, nobody else sees the records; then all of them are given back.',
    'Rights in AWS: sqs:ReceiveMessage and sqs:ChangeMessageVisibility on the queue, and where the stack is looked up,',
    'cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env, progress }) => {
    noMore(words);
    const fits = hasState(values.state);
    const limit = Number(values.limit ?? usualLimit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
      throw new WrongUsage('--limit must be a whole number from 1 to 10000');
    return whileReading(await openParked(values, env, false), { progress }, async (all) => {
      const { text, ...counts } = countsOf(all);
      const fitting = all.filter(fits);
      const shown = fitting.slice(0, limit);
      const more = fitting.length - shown.length;
      return {
        text: [
          `Parked: ${text}.${values.state === undefined ? '' : ` Of State ${values.state}: ${fitting.length}.`}`,
          ...shown.map((parked) => blockOf(parked)),
          ...(more > 0 ? [`${more} more: --limit shows more of them.`] : []),
        ].join('\n\n'),
        json: { ...counts, Records: shown.map(fieldsOf), More: more },
      };
    });
  },
});
