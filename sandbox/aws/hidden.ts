/** What a queue of fauxqs keeps from those who receive, for a while: records in flight, and delayed ones. */
import type { BuildAppOptions } from 'fauxqs';

type Queue = NonNullable<ReturnType<NonNullable<NonNullable<BuildAppOptions['stores']>['sqsStore']>['getQueueByName']>>;

const delayedOf = ({ delayedMessages, fifoDelayed }: Queue) => [
  ...delayedMessages,
  ...[...fifoDelayed.values()].flat(),
];

/** In how many ms of this machine's time the first of them becomes visible; undefined where there is none. */
export const nextVisibleIn = (queue: Queue): number | undefined => {
  let first = Number.POSITIVE_INFINITY;
  for (const { visibilityDeadline } of queue.inflightMessages.values()) first = Math.min(first, visibilityDeadline);
  for (const { delayUntil = 0 } of delayedOf(queue)) first = Math.min(first, delayUntil);
  return first === Number.POSITIVE_INFINITY ? undefined : first - Date.now();
};

/** So many ms pass at once. */
export const pass = (queue: Queue, ms: number): void => {
  for (const received of queue.inflightMessages.values()) received.visibilityDeadline -= ms;
  for (const message of delayedOf(queue)) if (message.delayUntil) message.delayUntil -= ms;
  queue.processTimers();
};
