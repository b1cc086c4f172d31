/** Everything goes out again. */
import { command } from '../command.ts';
import { depthOf } from '../queue-depth.ts';
import { openSwitch } from '../send-switch.ts';
import { noMore } from '../which-key.ts';
import { openStack, stackOptions } from '../which-stack.ts';

export const resume = command({
  name: 'resume',
  summary: 'let out what pause held back',
  usage: '',
  options: stackOptions,
  notes: [
    "It gives the function its concurrency back, then enables the queue's mapping. What waited on the queue goes out by",
    'itself, once, if it is not too old. What is parked waits for parked replay.',
    'Rights in AWS: lambda:GetEventSourceMapping, UpdateEventSourceMapping, GetFunctionConcurrency and',
    'DeleteFunctionConcurrency, sqs:GetQueueAttributes, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { progress }) => {
    noMore(words);
    const stack = await openStack(values);
    const messenger = await openSwitch(stack);
    try {
      // Somebody may have reserved some on purpose; only 0 is a pause.
      const isReleased = (await messenger.reserved()) === 0;
      if (isReleased) await messenger.release();
      const isEnabled = await messenger.setMapping(true, (state) => progress(`The queue's mapping is ${state}`));
      const { all: onQueue } = await depthOf(stack.output('QueueUrl'), stack.access);
      const { all: inParked } = await depthOf(stack.output('ParkedQueueUrl'), stack.access);
      return {
        text: [
          isReleased || isEnabled ? 'Resumed: messages go out again.' : 'It was not paused: nothing was changed.',
          `On the queue: ${onQueue}, which go out by themselves. Parked: ${inParked}${inParked > 0 ? '; see parked list, then parked replay' : ''}.`,
        ].join('\n'),
        json: { IsPaused: false, IsNew: isReleased || isEnabled, OnQueue: onQueue, Parked: inParked },
      };
    } finally {
      messenger.close();
    }
  },
});
