/**
 * Every step that a world can take next, each with its words. Death and sleep have none of their own: who dies takes no
 * further step, who sleeps takes none while time passes, and both can happen between any two steps.
 */
import type { Fact } from '../../lambda/fact.ts';
import { type Reminder, readReminder } from '../../lambda/reminders/reminder.ts';
import { cancel, put } from '../../lambda/reminders/writes.ts';
import { clockSkewMs } from '../../lambda/wiring.ts';
import { put as putInto, type Stored } from '../model/table.ts';
import { standing } from './actor.ts';
import { ledgerSteps, remindersSteps } from './asks.ts';
import { type Bounds, tickMs } from './bounds.ts';
import { names, playCancel, playMove, playPut, whenAt } from './change.ts';
import { playFiring } from './firing.ts';
import { answered, hear, land, type Step } from './moves.ts';
import { brokenByPost } from './promises.ts';
import type { Actor, Fired, World } from './world.ts';

/** Of the change that was acknowledged before all begins. */
const set = 'M';

export const firstWorld = ({ first, copies, dues }: Bounds): World => {
  const dueAt = dues[0] as number;
  const change = { caller: 'web', key: 'appt', nonce: set, requestId: 'request' };
  const item = putInto(undefined, put(change, undefined, whenAt(dueAt), 0)) as Stored;
  const seen = readReminder(item) as Reminder;
  const cancelled = () => putInto(item, cancel({ ...change, nonce: 'L' }, seen, 0));
  return {
    at: 0,
    item: { nothing: () => undefined, active: () => item, cancelled }[first](),
    ledger: {},
    schedules: first === 'active' ? { [set]: { revision: 1, dueAt, wording: set } } : {},
    fired: {},
    copies: [],
    copiesLeft: copies,
    actors: [],
    puts: 0,
    moves: 0,
    cancels: 0,
    wording: set,
    texts: {},
    barred: [],
    denied: [],
    given: [],
  };
};

export const makeSteps = (bounds: Bounds) => {
  const begun = new Map<string, ReturnType<typeof standing>>();
  const begin = (code: string, play: Parameters<typeof standing>[0]) => {
    const known = begun.get(code) ?? standing(play);
    begun.set(code, known);
    return known;
  };

  /** What a change does before its first question changes nothing, so that it begins with that. */
  const change = async (world: World, kind: keyof typeof names, dueAt = 0): Promise<Step[]> => {
    const { words: what, begun: count, play } = changes[kind];
    const name = names[kind][world[count]] as string;
    const before = [
      ...(bounds.first === 'nothing' ? [] : [set]),
      ...names.put.slice(0, world.puts),
      ...names.move.slice(0, world.moves),
    ];
    const actor: Actor = {
      name,
      kind,
      before,
      skew: clockSkewMs,
      ...(await begin(`${name}${dueAt}`, play(name, dueAt))),
    };
    const steps = await actorSteps({ ...world, [count]: world[count] + 1 }, actor);
    return steps.map(({ words, world: after }) => ({ words: () => what(dueAt) + words(), world: after }));
  };

  const fires = async (world: World, nonce: string, last: Fired): Promise<Step> => {
    const { revision, dueAt, scheduledAt, deliveries } = last;
    const name = `${nonce}${deliveries + 1}`;
    const firing = { caller: 'web', key: 'appt', revision, nonce };
    const start = { name, at: world.at - clockSkewMs, firing, dueAt, scheduledAt };
    const actor: Actor = {
      name,
      kind: 'firing',
      before: [],
      nonce,
      skew: -clockSkewMs,
      ...(await begin(`${name}${start.at}${revision}${dueAt}${scheduledAt}`, playFiring(start))),
    };
    const { [nonce]: _, ...schedules } = world.schedules;
    const fired = { ...world.fired, [nonce]: { ...last, deliveries: deliveries + 1 } };
    const shift = scheduledAt === dueAt ? '' : `, ${(scheduledAt - dueAt) / 1_000} s after the told time`;
    return {
      words: () => `${nonce} fires${deliveries > 0 ? ' again' : shift}: ${name}`,
      world: { ...world, schedules, fired, actors: [...world.actors, actor] },
    };
  };

  return async (world: World): Promise<Step[]> => {
    const steps: Step[] = [];
    if (world.at < bounds.ticks * tickMs)
      steps.push({ words: () => `${tickMs / 1_000} s pass`, world: { ...world, at: world.at + tickMs } });
    for (const [index, copy] of world.copies.entries()) {
      const { world: landed, isDone } = land({ ...world, copies: world.copies.toSpliced(index, 1) }, copy);
      const how = isDone ? 'written' : 'refused by its condition';
      steps.push({ words: () => `what the network held back of ${copy.by} arrives: ${how}`, world: landed });
    }
    for (const actor of world.actors) steps.push(...(await actorSteps(world, actor)));
    for (const kind of ['put', 'move'] as const)
      if (world[`${kind}s`] < bounds[`${kind}s`])
        for (const dueAt of bounds.dues) steps.push(...(await change(world, kind, dueAt)));
    if (world.cancels < bounds.cancels) steps.push(...(await change(world, 'cancel')));
    const firings = Object.values(world.fired).reduce((sum, { deliveries }) => sum + deliveries, 0);
    if (firings < bounds.firings) {
      for (const [nonce, scheduled] of Object.entries(world.schedules))
        for (const shift of bounds.shifts ?? [0]) {
          const scheduledAt = scheduled.dueAt + shift;
          if (scheduledAt <= world.at)
            steps.push(await fires(world, nonce, { ...scheduled, scheduledAt, deliveries: 0 }));
        }
      for (const [nonce, last] of Object.entries(world.fired))
        if (last.deliveries < 2) steps.push(await fires(world, nonce, last));
    }
    return steps;
  };
};

const changes = {
  put: { begun: 'puts', words: (dueAt: number) => `a PUT begins, due at ${dueAt}: `, play: playPut },
  move: { begun: 'moves', words: (dueAt: number) => `a PATCH begins, to ${dueAt}: `, play: playMove },
  cancel: { begun: 'cancels', words: () => 'a DELETE begins: ', play: playCancel },
} as const;

const actorSteps = async (world: World, actor: Actor): Promise<Step[]> => {
  const { doing } = actor;
  if ('answers' in doing) return [];
  if (doing.asks === 'reminders') return remindersSteps(world, actor, doing.ask);
  return doing.asks === 'post' ? postSteps(world, actor, doing.writeBy) : ledgerSteps(world, actor);
};

const accepted: Fact = {
  at: 'answer',
  status: 200,
  retryAfter: undefined,
  body: { whole: JSON.stringify({ Data: { Status: 'True' }, Success: true, Code: 200 }) },
};
/** HotTask's own model is that of the ledger: here a text leaves, with or without an answer, or it does not. */
const endings: readonly { words: string; fact: Fact; leaves: boolean }[] = [
  { words: 'posts: HotTask accepts it', fact: accepted, leaves: true },
  { words: 'posts: the answer is lost', fact: { at: 'in flight', code: 'ECONNRESET' }, leaves: true },
  { words: 'cannot reach HotTask', fact: { at: 'connect', code: 'TIMEOUT' }, leaves: false },
];

/** As io/hottask.ts: nothing is written from `writeBy` on. */
const postSteps = (world: World, actor: Actor, writeBy: number): Promise<Step[]> => {
  const isTooLate = world.at + actor.skew >= writeBy;
  const possible = isTooLate
    ? [{ words: 'is too late to post', fact: { at: 'deadline' } as Fact, leaves: false }]
    : endings;
  return Promise.all(
    possible.map(async ({ words, fact, leaves }) => {
      const from = leaves ? posted(world, actor) : world;
      const { world: heard, next } = await hear(from, actor, fact);
      return { words: () => `${actor.name} ${words}${answered(next)}`, world: heard };
    }),
  );
};

const posted = (world: World, actor: Actor): World => {
  const dueAt = world.fired[actor.nonce ?? '']?.dueAt ?? 0;
  const broken = world.broken ?? brokenByPost(world, actor);
  const texts = { ...world.texts, [dueAt]: (world.texts[dueAt] ?? 0) + 1 };
  return { ...world, texts, ...(broken ? { broken } : {}) };
};
