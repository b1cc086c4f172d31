/** Records that nobody will send any more. */
import { command, Failed } from '../command.ts';
import { whileReading } from '../parked-reading.ts';
import { blockOf, failureOf, fieldsOf, notThere } from '../parked-words.ts';
import { choiceOptions, readChoice } from '../which-parked.ts';
import { openParked, queueOptions } from '../which-queues.ts';

export const parkedDrop = command({
  name: 'parked drop',
  summary: 'throw away what must not be sent any more',
  usage: 'ID…|--all',
  options: { ...choiceOptions, progress: { help: 'tell on standard error how many are read' }, ...queueOptions },
  notes: [
    'It cannot be taken back. The ledger stays as it is: what is Unknown there can still be settled.',
    'Rights in AWS: sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue, and',
    'where the stack is looked up, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { env, progress }) => {
    const { isChosen, missing } = readChoice(words, values);
    const desk = await openParked(values, env, false);
    return whileReading(desk, { progress }, async (all, isGone) => {
      const unknown = missing(all);
      if (unknown.length > 0) throw new Failed(notThere(unknown.length));
      const chosen = all.filter(isChosen);
      const failures = values.yes ? await desk.drop(chosen.map(({ record }) => record)) : new Map<string, string>();
      const gone = values.yes ? chosen.filter(({ record }) => !failures.has(record.id)) : [];
      isGone(gone.map(({ record }) => record));
      return {
        text: [
          ...chosen.map((parked) => blockOf(parked, failureOf(failures, parked.record.id))),
          values.yes
            ? `Dropped: ${gone.length}. Failed: ${failures.size}.`
            : `Would drop: ${chosen.length}. Nothing was done: add --yes to do it.`,
        ].join('\n\n'),
        json: {
          IsDone: values.yes === true,
          Dropped: gone.map(fieldsOf),
          WouldDrop: values.yes ? [] : chosen.map(fieldsOf),
          Failed: [...failures].map(([Id, Why]) => ({ Id, Why })),
        },
        isFailed: failures.size > 0,
      };
    });
  },
});
