/** What a queue of fauxqs keeps from those who receive, for a while: records in flight, and delayed ones. */
import type { BuildAppOptions } from 'fauxqs';

type Queue = NonNullable<ReturnType<NonNullable<NonNullable<BuildAppOptions['stores']>['sqsStore']>['getQueueByName']>>;

const delayedOf = ({ delayedMessages, fifoDelayed }: Queue) => [
  ...delayedMessages,
  ...[...fifoDelayed.values()].flat(),
];

/** Whether somebody works on what was received with this handle: it comes back only where he fails. */
export type IsAtWork = (receiptHandle: string) => boolean;

const waitingIn = ({ inflightMessages }: Queue, isAtWork: IsAtWork) =>
  [...inflightMessages.values()].filter(({ receiptHandle }) => !isAtWork(receiptHandle));

/** In how many ms of this machine's time each of them becomes visible. A time-out that is no number never ends. */
export const visibleIn = (queue: Queue, isAtWork: IsAtWork): number[] => {
  const now = Date.now();
  const untils = [
    ...waitingIn(queue, isAtWork).map(({ visibilityDeadline }) => visibilityDeadline),
    ...delayedOf(queue).map(({ delayUntil = 0 }) => delayUntil),
  ];
  return untils.filter(Number.isFinite).map((until) => until - now);
};

/** So many ms pass at once. */
export const pass = (queue: Queue, ms: number, isAtWork: IsAtWork): void => {
  for (const received of waitingIn(queue, isAtWork)) received.visibilityDeadline -= ms;
  for (const message of delayedOf(queue)) if (message.delayUntil) message.delayUntil -= ms;
  queue.processTimers();
};
