/** What can become of one POST. It is two steps, so that all else may happen while it is on its way. */
import type { Fact } from '../../lambda/fact.ts';
import type { Bounds } from './bounds.ts';
import { answered, hear, replace, type Step } from './moves.ts';
import { brokenByPost } from './promises.ts';
import type { Worker, World } from './world.ts';

const answer = (status: number, body: object): Fact => ({
  at: 'answer',
  status,
  retryAfter: undefined,
  body: { whole: JSON.stringify(body) },
});
const fails = (Code: number) => answer(Code, { Data: null, Success: false, Code, Message: 'No.' });

interface Ending {
  words: string;
  fact: Fact;
  /** HotTask has it, or may have it. */
  mayBeSent: boolean;
  change?: Partial<Worker>;
}

const endings: readonly Ending[] = [
  {
    words: 'HotTask accepts it',
    fact: answer(200, { Data: { Status: 'True' }, Success: true, Code: 200 }),
    mayBeSent: true,
    change: { isAccepted: true },
  },
  { words: 'HotTask’s answer is lost', fact: { at: 'in flight', code: 'ECONNRESET' }, mayBeSent: true },
  { words: 'HotTask refuses it for good', fact: fails(400), mayBeSent: false, change: { isRefused: true } },
  { words: 'HotTask takes no more for now (429)', fact: fails(429), mayBeSent: false },
];
const keyRefused: Ending = { words: 'HotTask refuses the key (401)', fact: fails(401), mayBeSent: false };
const noConnection: Ending = {
  words: 'no connection to HotTask',
  fact: { at: 'connect', code: 'TIMEOUT' },
  mayBeSent: false,
};
const tooLate: Ending = { words: 'it is too late to post', fact: { at: 'deadline' }, mayBeSent: false };

/** As io/hottask.ts: nothing is written from `writeBy` on, nor before there is a connection. */
export const postSteps = async (
  world: World,
  worker: Worker,
  writeBy: number,
  { hasAgain }: Bounds,
): Promise<Step[]> => {
  const { name, posts, covered, writtenAt } = worker;
  const step = async ({ words, fact, mayBeSent, change }: Ending): Promise<Step> => {
    const left = posts - (mayBeSent || writtenAt === undefined ? 0 : 1);
    const heard = await hear(world, worker, fact, { posts: left, covered: Math.min(covered, left), ...change });
    return { words: () => `${name}: ${words}${answered(heard, worker)}`, world: heard };
  };
  if (writtenAt !== undefined) return Promise.all([...endings, ...(hasAgain ? [keyRefused] : [])].map(step));
  if (world.at + worker.skew >= writeBy) return [await step(tooLate)];
  const written = replace(world, { ...worker, writtenAt: world.at, posts: posts + 1 });
  const broken = brokenByPost(world, worker);
  return [
    { words: () => `${name} posts: the body is on its way`, world: broken ? { ...written, broken } : written },
    ...(hasAgain ? [await step(noConnection)] : []),
  ];
};
