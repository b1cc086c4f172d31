/** Everything asynchronous: SQS and SNS on the AWS endpoint, the queue's poller, and what the journal hears of both. */
import type { Fields } from '../lambda/io/log.ts';
import type { Settings } from '../lambda/io/settings.ts';
import { readObject } from '../lambda/json.ts';
import { type Answered, askSqs, makeSqsSns, type SqsSns } from './aws/sqs-sns.ts';
import type { Invoke } from './function.ts';
import type { Journal } from './journal.ts';
import { pollerAgent, startPoller } from './poller.ts';
import { makeQueueRecorder, type QueueRecorder } from './queue-recorder.ts';
import { arnOf, countsOf, createQueues, parkedOf } from './queues.ts';
import { makeQuiet } from './quiet.ts';
import type { SendTo } from './scheduler/fire.ts';
import { queues, queueUrl } from './settings.ts';

interface Parts {
  awsUrl: string;
  settings: Settings;
  journal: Journal;
  /** Epoch ms. */
  now: () => number;
}

/** Of what waits for a person, live. */
const shownAtMost = 500;
/** A burst of records is told once. */
const gatherMs = 50;

export const startQueueSide = async ({ awsUrl, settings, journal, now }: Parts) => {
  const sqsSns = await makeSqsSns(awsUrl, now);
  await createQueues(sqsSns, settings.rules.maxAgeSeconds);
  let last = '';
  const tell = () => {
    const told = { Queues: countsOf(sqsSns), Parked: parkedOf(sqsSns).slice(0, shownAtMost) };
    const text = JSON.stringify(told);
    if (text !== last) journal.queuesChanged(told);
    last = text;
  };
  tell();

  let isTold = true;
  const changed = () => {
    if (!isTold) return;
    isTold = false;
    setTimeout(() => {
      isTold = true;
      tell();
    }, gatherMs);
  };
  let recorder: QueueRecorder | undefined;
  const quiet = makeQuiet(() => sqsSns.standing(queues.main));

  const exchange: SqsSns['exchange'] = async (headers, body) => {
    const answer = await sqsSns.exchange(headers, body);
    changed();
    // Whoever else receives is nobody's hurry; the poller says itself when the function is done.
    if (headers['user-agent'] !== pollerAgent) quiet.settle(receivedWith(headers, answer));
    quiet.check();
    return answer;
  };
  const sendTo: SendTo = async (queue, MessageBody, MessageGroupId) => {
    const QueueUrl = queueUrl(awsUrl, queue);
    const { status } = await askSqs(exchange, 'SendMessage', { QueueUrl, MessageBody, MessageGroupId });
    return status === 200;
  };

  return {
    sqsSns,
    exchange,
    /** Puts one body on the main queue, as EventBridge does. */
    send: async (body: string) => void (await sendTo(queues.main, body)),
    sendTo,
    whenQuiet: quiet.whenQuiet,
    /** So many ms pass at once for all that waits. */
    pass: (ms: number) => sqsSns.pass(ms, quiet.atWork()),
    /** When each record that waits on the main queue is visible again, by the sandbox's clock. */
    visibleAt: () => sqsSns.visibleIn(queues.main, quiet.atWork()).map((inMs) => now() + inMs),
    hear: (what: string, fields: Fields) => recorder?.hear(what, fields),
    /** From now on the function gets what comes to the main queue. */
    poll: (invoke: Invoke) => {
      const reasonOf = (given: string) => parkedOf(sqsSns).find(({ Body }) => Body === given)?.Attributes.Reason ?? '';
      recorder = makeQueueRecorder({ invoke, journal, serialNumber: settings.serialNumber, reasonOf, now });
      startPoller({
        queueUrl: queueUrl(awsUrl, queues.main),
        queueArn: arnOf(queues.main),
        invoke: recorder.invoke,
        onDone: quiet.settle,
      });
    },
  };
};

const receivedWith = (headers: Parameters<SqsSns['exchange']>[0], { status, text }: Answered): string[] => {
  if (headers['x-amz-target'] !== 'AmazonSQS.ReceiveMessage' || status !== 200) return [];
  const messages = (readObject(text)?.Messages ?? []) as { ReceiptHandle: string }[];
  return messages.map(({ ReceiptHandle }) => ReceiptHandle);
};
