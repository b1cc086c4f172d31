/** Nothing goes out any more, and nothing is lost. */
import { mainQueue, parkedQueue } from '../../lambda/wiring.ts';
import { command } from '../command.ts';
import { openSwitch } from '../send-switch.ts';
import { noMore } from '../which-key.ts';
import { openStack, stackOptions } from '../which-stack.ts';

const meanwhile = [
  'over HTTP:              callers hear 503 or 429; nothing is sent, and they may repeat it with the same key',
  `queue, events, topics:  wait on the queue, for at most ${mainQueue.retentionDays} days; a message that is older than maxAgeSeconds then is not sent`,
  `reminders:              are set as before; one that is due waits on the queue, and later than its LateBySeconds it is not sent`,
  `asynchronous calls:     go to parked, for at most ${parkedQueue.retentionDays} days: parked replay after resume`,
  'synchronous calls:      hear TooManyRequestsException; nothing is sent',
].map((line) => `  ${line}`);

export const pause = command({
  name: 'pause',
  summary: 'hold everything back: nothing is sent, nothing is lost',
  usage: '',
  options: stackOptions,
  notes: [
    "It disables the queue's mapping, waits until it is, and then sets the function's concurrency to 0. What is being",
    'sent at that moment is sent to its end. Meanwhile:',
    ...meanwhile,
    'Do not deploy meanwhile: CloudFormation may set the mapping as its template has it.',
    'Rights in AWS: lambda:GetEventSourceMapping, UpdateEventSourceMapping, GetFunctionConcurrency and',
    'PutFunctionConcurrency, cloudformation:DescribeStacks.',
  ].join('\n'),
  run: async ({ values, words }, { progress }) => {
    noMore(words);
    const messenger = await openSwitch(await openStack(values));
    try {
      // First the mapping: a poll that the function throttles would use up a receive of each record.
      const isDisabled = await messenger.setMapping(false, (state) => progress(`The queue's mapping is ${state}`));
      const before = await messenger.reserved();
      if (before !== 0) await messenger.reserveNone();
      const isNew = isDisabled || before !== 0;
      const lost = before ? `\nIts reserved concurrency was ${before}: after resume, set that by hand.` : '';
      return {
        text: `${isNew ? 'Paused' : 'It was paused already'}: nothing is sent until resume. Meanwhile:\n${meanwhile.join('\n')}${lost}`,
        json: { IsPaused: true, IsNew: isNew, ReservedBefore: before ?? null },
      };
    } finally {
      messenger.close();
    }
  },
});
