/** What caller remove writes into our own secret, by what is to go. */
import { type CallerDesk, type Callers, withoutIgnored } from './caller-desk.ts';
import { Failed } from './command.ts';

/** The whole caller; false where there was none of this name. */
export const removeCaller = async ({ change, list }: CallerDesk, name: string): Promise<boolean> => {
  if ((await list())[name] === undefined) return false;
  await change(({ [name]: _gone, ...others }) => others);
  return true;
};

/** One key, by its number; gives how many are left. Throws Failed where there is none, or it is the only one of two. */
export const removeKey = async ({ change }: CallerDesk, name: string, chosen: Chosen): Promise<number> => {
  let left = 0;
  await change((callers) => {
    const { [name]: digests = [], ...others } = callers;
    if (digests.length === 0) throw new Failed(noCaller(name));
    if (chosen === 'oldest' && digests.length < 2)
      throw new Failed(`${name} has one key only: leave out --oldest to take ${name} away. Nothing was changed`);
    const number = chosen === 'oldest' ? 1 : chosen;
    if (number > digests.length)
      throw new Failed(
        `${name} has ${digests.length} ${digests.length === 1 ? 'key' : 'keys'}: see caller list. Nothing was changed`,
      );
    const kept = digests.filter((_, at) => at !== number - 1);
    left = kept.length;
    return left > 0 ? { ...others, [name]: kept } : others;
  });
  return left;
};

export type Chosen = 'oldest' | number;

/** All that the functions ignore; gives how many keys and names that were. */
export const removeIgnored = async ({ change }: CallerDesk): Promise<number> => {
  let removed = 0;
  await change((callers) => {
    const kept = withoutIgnored(callers);
    removed = entriesOf(callers) - entriesOf(kept);
    if (removed === 0) throw new Failed('No entry of Callers is ignored. Nothing was changed');
    return kept;
  });
  return removed;
};

/** A name without a key is one too. */
const entriesOf = (callers: Callers): number =>
  Object.values(callers).reduce((count, digests) => count + Math.max(1, digests.length), 0);

export const noCaller = (name: string): string => `There is no caller ${name}: see caller list. Nothing was changed`;
