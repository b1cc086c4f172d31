/** Which of the parked records a command is about. */
import { places } from '../lambda/parking.ts';
import { type Options, WrongUsage } from './command.ts';
import type { Parked } from './parked-shapes.ts';

export const stateOption = {
  state: { takes: 'STATE', help: 'only those of this State, such as Unknown; Undelivered for what AWS gave up on' },
} satisfies Options;

export const choiceOptions = {
  all: { help: 'all of them, in place of ID' },
  ...stateOption,
  yes: { help: 'do it; without it is only told what would be done' },
} satisfies Options;

export const hasState = (state: string | undefined): ((parked: Parked) => boolean) => {
  if (state !== undefined && !states.includes(state))
    throw new WrongUsage(`--state must be one of ${states.join(', ')}`);
  return (parked) => state === undefined || (parked.state ?? undelivered) === state;
};

export const undelivered = 'Undelivered';
const states = [...Object.keys(places), undelivered];

/** Names ids, or --all: never everything by an oversight. */
export const readChoice = (ids: string[], { all, state }: { all?: boolean; state?: string }) => {
  if (ids.length > 0 === (all === true))
    throw new WrongUsage('Name the records by their ids, as parked list has them, or take --all');
  if (ids.length > 0 && state !== undefined) throw new WrongUsage('--state goes with --all');
  const wanted = new Set(ids);
  return {
    /** By ids or by their State, not among all others. */
    isNamed: !all || state !== undefined,
    isChosen: all ? hasState(state) : ({ record }: Parked): boolean => wanted.has(record.id),
    /** Those ids that none has. */
    missing: (found: Parked[]): string[] => ids.filter((id) => !found.some(({ record }) => record.id === id)),
  };
};
