/** Many things that are each to be done, some at once. */

/** At once; more meet the quotas of Scheduler in a small region. */
const lanes = 10;

interface Work<T> {
  /** Asked before each; what is under way then is done to its end. */
  isStopped: () => boolean;
  each: (item: T) => Promise<void>;
}

/** Resolves when all are done, or none is under way after a stop: false then. Rejects with the first refusal, once none is under way. */
export const inLanes = async <T>(items: readonly T[], { isStopped, each }: Work<T>): Promise<boolean> => {
  const left = [...items];
  let wasStopped = false;
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      wasStopped ||= isStopped();
      if (wasStopped) return;
      await each(item);
    }
  };
  // Each to its end, whatever becomes of another: none may run on behind an error.
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const refused = ended.find((one) => one.status === 'rejected');
  if (refused) throw refused.reason;
  return !wasStopped;
};
