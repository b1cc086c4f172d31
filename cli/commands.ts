/** All commands, by name. Each is loaded when it is meant: all of them take five times as long to load as one. */
import type { Command } from './command.ts';

const loads: Readonly<Record<string, () => Promise<Command>>> = {
  deploy: async () => (await import('./commands/deploy.ts')).deploy,
  secret: async () => (await import('./commands/secret.ts')).secret,
  'caller add': async () => (await import('./commands/caller-add.ts')).callerAdd,
  'caller list': async () => (await import('./commands/caller-list.ts')).callerList,
  'caller remove': async () => (await import('./commands/caller-remove.ts')).callerRemove,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  send: async () => (await import('./commands/send.ts')).send,
  'remind set': async () => (await import('./commands/remind-set.ts')).remindSet,
  'remind move': async () => (await import('./commands/remind-move.ts')).remindMove,
  'remind list': async () => (await import('./commands/remind-list.ts')).remindList,
  'remind show': async () => (await import('./commands/remind-show.ts')).remindShow,
  'remind cancel': async () => (await import('./commands/remind-cancel.ts')).remindCancel,
  'remind replan': async () => (await import('./commands/remind-replan.ts')).remindReplan,
  pause: async () => (await import('./commands/pause.ts')).pause,
  resume: async () => (await import('./commands/resume.ts')).resume,
  destroy: async () => (await import('./commands/destroy.ts')).destroy,
  unknowns: async () => (await import('./commands/unknowns.ts')).unknowns,
  show: async () => (await import('./commands/show.ts')).show,
  settle: async () => (await import('./commands/settle.ts')).settle,
  'parked list': async () => (await import('./commands/parked-list.ts')).parkedList,
  'parked replay': async () => (await import('./commands/parked-replay.ts')).parkedReplay,
  'parked drop': async () => (await import('./commands/parked-drop.ts')).parkedDrop,
};

/** A name may be two words, such as "parked list". */
export const commandNames: readonly string[] = Object.keys(loads);

/** Undefined where there is none of this name. */
export const loadCommand = async (name: string): Promise<Command | undefined> =>
  Object.hasOwn(loads, name) ? loads[name]?.() : undefined;

export const loadCommands = (names: readonly string[]): Promise<Command[]> =>
  Promise.all(names.map(async (name) => (await loadCommand(name)) as Command));
