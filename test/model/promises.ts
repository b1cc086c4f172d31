/** What must hold in every world, each as the words that a broken one is told in. */
import { clockSkewMs, timings } from '../../lambda/wiring.ts';
import type { Stored } from './table.ts';
import { isRunning, stands, type Worker, type World } from './world.ts';

/** The first promise that this world breaks. */
export const brokenIn = (world: World): string | undefined =>
  world.broken ?? twice(world) ?? open(world) ?? stuck(world);

/** Texts that the recipient may have got. A person's "not sent" takes away only what that person could know of. */
const perhaps = ({ workers }: World): number => workers.reduce((sum, worker) => sum + stands(worker), 0);

const twice = (world: World): string | undefined =>
  perhaps(world) > 1 ? 'the recipient may get the same text twice' : undefined;

const open = (world: World): string | undefined =>
  perhaps(world) > 0 && (!world.item || world.item.state === 'NotSent')
    ? 'it may have been sent and can be claimed: the recipient gets the same text twice if its caller asks again'
    : undefined;

/** Nothing is left that could still settle it: no worker, no copy. */
const stuck = ({ item, copies, workers }: World): string | undefined => {
  if (copies.length > 0 || (item?.state !== 'Sending' && item?.state !== 'Unknown')) return undefined;
  const owner = workers.find(({ name }) => name === item.owner);
  return owner && !isRunning(owner) && !owner.isUntold && owner.posts === 0
    ? 'the recipient gets no text: it is held as "perhaps sent", though it never left and the ledger could be written'
    : undefined;
};

/** What a write must not do to what stands in the table. */
export const brokenByWrite = (before: Stored | undefined, after: Stored): string | undefined => {
  if (!before) return undefined;
  if ((before.state === 'Sent' || before.state === 'Refused') && after.state !== before.state)
    return `${before.state} is final, and was made ${after.state}: the recipient may get the same text twice`;
  return before.fingerprint === after.fingerprint
    ? undefined
    : 'the recipient gets another text than the key was first used for, and the first is never sent';
};

/** The longest that HotTask may still take a body that is written now must end before any clock shows the lease as over. */
export const brokenByPost = ({ at, item }: World, { name }: Worker): string | undefined =>
  item?.owner === name && Number(item.leaseUntil) <= at + timings.answerWithinMs + clockSkewMs
    ? 'a text is on its way while others may conclude that its sender is gone: the recipient may get it twice'
    : undefined;

/** Whether the answer that a worker has just given is true. */
export const brokenByAnswer = (world: World, worker: Worker): string | undefined => {
  if (!('answers' in worker.doing)) return undefined;
  const told = worker.doing.answers;
  const { item, workers, isSaidSent } = world;
  const isTrue = {
    NotSent: worker.posts === 0,
    // By another road the text would go out once more.
    Expired: perhaps(world) === 0,
    Sent: isSaidSent || workers.some(({ isAccepted }) => isAccepted),
    Refused: workers.some(({ isRefused }) => isRefused),
    KeyReused: workers.some(({ text }) => text !== worker.text),
    Unknown: worker.posts > 0 || worker.isUntold || item?.owner !== worker.name,
    InProgress: worker.posts === 0,
  } as Record<string, boolean>;
  return isTrue[told] ? undefined : `a caller hears ${told}, which is not true`;
};
