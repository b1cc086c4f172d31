/** The moves that all steps are made of: a write lands in the table, and somebody hears something. */

import type { State } from '../../lambda/outcome.ts';
import type { Changed } from '../../lambda/reminders/protocol.ts';
import { put } from '../model/table.ts';
import type { Doing, What } from './actor.ts';
import { names } from './change.ts';
import type { Actor, Copy, World } from './world.ts';

export interface Step {
  words: () => string;
  world: World;
}

export const land = (world: World, { write }: Copy): { world: World; isDone: boolean } => {
  const item = put(world.item, write);
  if (!item) return { world, isDone: false };
  const by = String(write.set.nonce);
  const wording = (names.put as readonly string[]).includes(by) ? by : world.wording;
  return { world: { ...world, item, wording }, isDone: true };
};

/** Who has come to an end is remembered only by what it was told, or has told. `next`: where it stands then. */
export const hear = async (world: World, actor: Actor, what: What): Promise<{ world: World; next: Actor }> => {
  const next: Actor = { ...actor, ...(await actor.after(what, world.at + actor.skew)) };
  const { doing } = next;
  const others = world.actors.filter(({ name }) => name !== actor.name);
  if (!('answers' in doing)) return { world: { ...world, actors: [...others, next] }, next };
  const heard = { ...world, actors: others };
  const { answers } = doing;
  return { world: isOfFiring(answers) ? ended(heard, next, answers.state) : told(heard, next, answers), next };
};

type Answers = Extract<Doing, { answers: unknown }>['answers'];
const isOfFiring = (answers: Answers): answers is { state: State } => 'state' in answers && !('problem' in answers);

const told = (world: World, { name, kind, before }: Actor, changed: Changed): World => {
  const isAcknowledged = 'reminder' in changed || (kind === 'cancel' && changed.problem === 'absent');
  if (isAcknowledged)
    return { ...world, barred: [...new Set([...world.barred, ...before])].filter((each) => each !== name) };
  if ('problem' in changed && changed.problem === 'unknown') return world;
  return { ...world, denied: [...world.denied, name] };
};

const ended = (world: World, { nonce = '' }: Actor, state: State): World => {
  if (state === 'Cancelled') return { ...world, given: [...new Set([...world.given, nonce])] };
  const dueAt = world.fired[nonce]?.dueAt ?? 0;
  if (state === 'Sent' && !world.texts[dueAt])
    return { ...world, broken: 'the recipient gets no text, and it counts as sent' };
  return world;
};

/** What an answer adds to the words of the step by which it came. */
export const answered = ({ name, doing }: Actor): string => {
  if (!('answers' in doing)) return '';
  const { answers } = doing;
  return `; ${name} answers "${'problem' in answers ? answers.problem : 'reminder' in answers ? 'done' : answers.state}"`;
};
