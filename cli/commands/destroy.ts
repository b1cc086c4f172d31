/** A stage leaves the account; what was sent stays known. */
import { command, Failed } from '../command.ts';
import { runCdk } from '../deploy/cdk.ts';
import { type Staying, whatStays } from '../deploy/what-stays.ts';
import { depthOf } from '../queue-depth.ts';
import { remindersLeft } from '../reminders-left.ts';
import { ask } from '../stdin.ts';
import { noMore } from '../which-key.ts';
import { openStack, stackOptions, stageOf } from '../which-stack.ts';
import { whoIsIt } from '../who.ts';

export const destroy = command({
  name: 'destroy',
  summary: 'take a stage out of your AWS account; what holds state stays',
  usage: '',
  options: {
    yes: { help: 'do it without asking, whatever waits' },
    ...stackOptions,
  },
  notes: [
    'Tables, secrets, queues, logs and the schedules of reminders stay, with all that is in them; it says how each is',
    'deleted. A stack that is deployed anew begins with new ones, and does not know what this one has sent.',
    'Reminders that are set stay as schedules, and none of them is sent any more.',
    'Where messages wait in its queues, or reminders are still to go out, it needs --yes: nothing takes them out any more.',
    'To count the reminders it reads their whole table.',
    'Rights in AWS: infra/policies/deployer.json.',
  ].join('\n'),
  run: async ({ values, words }, { env, input, questions }) => {
    noMore(words);
    const stage = stageOf(values);
    const { region } = await whoIsIt(values);
    const stack = await openStack(values);
    const { all: queue } = await depthOf(stack.output('QueueUrl'), stack.access);
    const { all: parked } = await depthOf(stack.output('ParkedQueueUrl'), stack.access);
    if (queue + parked > 0 && !values.yes)
      throw new Failed(
        `Messages wait: ${queue} on the queue, ${parked} parked. See parked list, or leave them where they are by --yes. Nothing was done`,
      );
    const reminders = stack.has('RemindersTable')
      ? await remindersLeft(stack.output('RemindersTable'), stack.access)
      : 0;
    if (reminders > 0 && !values.yes)
      throw new Failed(
        `Reminders that are still to go out: ${reminders}. None of them would: cancel them, or tell who set them, and leave them by --yes. Nothing was done`,
      );
    const stays = await whatStays(stack);
    if (!values.yes) {
      if (!input.isTTY) throw new Failed(`Say that you mean ${stack.name}: --yes. Nothing was done`);
      const answer = await ask(`This takes away ${stack.name}. Its name, to do it: `, input, questions);
      if (answer.trim() !== stack.name) throw new Failed(`That is not ${stack.name}: nothing was done`);
    }
    await runCdk({
      args: ['destroy', stack.name, '--force', '--context', `stage=${stage}`, '--context', 'untimed=true'],
      region,
      env,
    });
    return {
      text: [
        `${stack.name} is gone. Waiting in its queues: ${queue + parked}. Reminders that do not go out: ${reminders}. These stay, until you delete them:`,
        ...stays.map(block),
      ].join('\n\n'),
      json: {
        Stack: stack.name,
        OnQueue: queue,
        Parked: parked,
        Reminders: reminders,
        Stays: stays.map(({ kind, id, remove }) => ({ Kind: kind, Id: id, Remove: remove })),
      },
    };
  },
});

const block = ({ kind, id, remove }: Staying): string => `${kind}  ${id}\n  ${remove}`;
