/** What can become of one question to the reminders table, to Scheduler and to the ledger. */
import type { Written } from '../../lambda/conditional-write.ts';
import { readItem } from '../../lambda/ledger/item.ts';
import { stateOf } from '../../lambda/ledger/standing.ts';
import type { Ask, Revision } from '../../lambda/reminders/protocol.ts';
import { readReminder } from '../../lambda/reminders/reminder.ts';
import type { ReminderWrite } from '../../lambda/reminders/writes.ts';
import { put } from '../model/table.ts';
import type { What } from './actor.ts';
import { pkOfText } from './firing.ts';
import { answered, hear, land, type Step } from './moves.ts';
import { brokenByTake } from './promises.ts';
import type { Actor, Copy, World } from './world.ts';

const step = async (from: World, actor: Actor, what: What, words: string): Promise<Step> => {
  const { world, next } = await hear(from, actor, what);
  return { words: () => `${actor.name} ${words}${answered(next)}`, world };
};

export const remindersSteps = (world: World, actor: Actor, ask: Ask): Promise<Step[]> => {
  if ('write' in ask) return writeSteps(world, actor, ask.write);
  if ('create' in ask) return createSteps(world, actor, ask);
  if ('given' in ask) return givenSteps(world, actor, ask.given);
  if ('drop' in ask) return dropSteps(world, actor, ask.drop.nonce);
  if ('sent' in ask) return sentSteps(world, actor, ask.sent.dueAt);
  return readSteps(world, actor);
};

const writeSteps = (world: World, actor: Actor, write: ReminderWrite): Promise<Step[]> => {
  const copy: Copy = { write, by: actor.name };
  const landed = land(world, copy);
  const later = (from: World): World => ({ ...from, copies: [...from.copies, copy], copiesLeft: from.copiesLeft - 1 });
  const what = actor.kind === 'firing' ? 'takes it' : write.set.state === 'Active' ? 'sets it' : 'cancels it';
  const becomes = (from: World, told: Written, how: string) => step(from, actor, told, `${what}: ${how}`);

  const told: Written = landed.isDone ? 'done' : 'condition failed';
  const isIt = landed.isDone ? 'written' : 'refused by its condition';
  const steps = [
    becomes(landed.isDone ? landed.world : stuck(world, actor, write), told, isIt),
    becomes(world, 'refused', 'throttled for good'),
    becomes(world, 'lost', 'no answer, and not written'),
  ];
  if (landed.isDone) {
    steps.push(becomes(landed.world, 'lost', 'written, and the answer is lost'));
    if (!land(landed.world, copy).isDone)
      steps.push(becomes(landed.world, 'condition failed', 'written, and the second try finds it done'));
  }
  if (world.copiesLeft > 0) {
    steps.push(becomes(later(world), 'lost', 'no answer; the network holds it back'));
    steps.push(becomes(later(landed.world), told, `the network holds the first try back, the second is ${isIt}`));
  }
  return Promise.all(steps);
};

/** A firing whose own item stands must be able to take it, or it comes back in vain until it is late. */
const stuck = (world: World, { kind, nonce }: Actor, { set }: ReminderWrite): World => {
  const { item } = world;
  const isOwn = kind === 'firing' && item?.state === 'Active' && item.nonce === nonce;
  return isOwn && Number(item.firingUntil ?? 0) < Number(set.firingUntil)
    ? { ...world, broken: 'the recipient gets no text: what fires cannot take its own reminder' }
    : world;
};

const readSteps = async (world: World, actor: Actor): Promise<Step[]> => {
  const reminder = world.item && readReminder({ ...world.item });
  const tell =
    typeof reminder === 'object'
      ? `revision ${reminder.revision} of ${reminder.nonce}, ${reminder.state}`
      : 'that there is nothing';
  const { world: heard, next } = await hear(world, actor, { reminder });
  const broken = heard.broken ?? brokenByTake(world, next);
  return [
    { words: () => `${actor.name} reads ${tell}${answered(next)}`, world: broken ? { ...heard, broken } : heard },
    await step(world, actor, 'unreadable', 'reads: no answer'),
  ];
};

const createSteps = (
  world: World,
  actor: Actor,
  { create, when, message }: Extract<Ask, { create: unknown }>,
): Promise<Step[]> => {
  const { nonce, revision } = create;
  const scheduled = { revision, dueAt: when.dueAt, wording: wordingOf(message) };
  const made: World = { ...world, schedules: { ...world.schedules, [nonce]: scheduled } };
  return Promise.all([
    step(made, actor, 'done', `makes the schedule of revision ${revision}`),
    step(made, actor, 'lost', 'makes its schedule: the answer is lost'),
    step(world, actor, 'lost', 'makes its schedule: no answer, and it is not there'),
  ]);
};

const wordingOf = (message: object): string => (message as { Message: string }).Message;

/** Scheduler deletes what has fired some time after that. */
const givenSteps = (world: World, actor: Actor, { nonce }: Revision): Promise<Step[]> => {
  const scheduled = world.schedules[nonce] ?? world.fired[nonce];
  const message = scheduled && { Message: scheduled.wording };
  return Promise.all([
    ...(message ? [step(world, actor, { message }, `reads the text of ${scheduled.wording}`)] : []),
    ...(world.schedules[nonce] ? [] : [step(world, actor, 'gone', `reads that there is no schedule of ${nonce}`)]),
    step(world, actor, 'unreadable', 'reads its schedule: no answer'),
  ]);
};

const dropSteps = (world: World, actor: Actor, nonce: string): Promise<Step[]> => {
  const { [nonce]: _, ...schedules } = world.schedules;
  return Promise.all([
    step({ ...world, schedules }, actor, undefined, `drops the schedule of ${nonce}`),
    ...(world.schedules[nonce] ? [step(world, actor, undefined, `cannot drop the schedule of ${nonce}`)] : []),
  ]);
};

const sentSteps = (world: World, actor: Actor, dueAt: number): Promise<Step[]> => {
  const raw = world.ledger[pkOfText({ caller: 'web', key: 'appt', revision: 1, nonce: '' }, dueAt)];
  const item = raw && readItem({ ...raw });
  const state = item && item !== 'foreign' ? stateOf(item, world.at + actor.skew) : undefined;
  return Promise.all([
    step(world, actor, { state }, `asks what was sent: ${state ?? 'nothing'}`),
    step(world, actor, 'unreadable', 'asks what was sent: no answer'),
  ]);
};

/** The ledger answers: its own model plays what becomes of it where it does not. */
export const ledgerSteps = async (world: World, actor: Actor): Promise<Step[]> => {
  const { doing } = actor;
  if ('write' in doing) {
    const { pk } = doing.write;
    const after = put(world.ledger[pk], doing.write);
    const landed = after ? { ...world, ledger: { ...world.ledger, [pk]: after } } : world;
    const word = doing.asks === 'claim' ? 'claims' : `settles as ${doing.write.set.state}`;
    return [
      await step(
        landed,
        actor,
        after ? 'done' : 'condition failed',
        `${word}: ${after ? 'written' : 'refused by its condition'}`,
      ),
    ];
  }
  if (!('pk' in doing)) return [];
  const raw = world.ledger[doing.pk];
  return [await step(world, actor, { item: raw && readItem({ ...raw }) }, 'reads the ledger')];
};
