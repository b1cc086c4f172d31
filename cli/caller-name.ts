/** The name of a caller: it stands in the ledger and in the log, where no phone number may stand. */
import { holdsNumber } from '../lambda/mask.ts';
import { WrongUsage } from './command.ts';

/** A letter first, so that it is never an option, and nothing that an object has by itself. */
const form = /^[a-z][a-z0-9._-]{0,63}$/i;

/** Takes NAME off the front of the words. */
export const takeName = (words: string[]): string => {
  const name = words.shift();
  if (name === undefined) throw new WrongUsage('Name the caller, such as web');
  if (!form.test(name) || holdsNumber(name) || name in {})
    throw new WrongUsage(
      'A caller is named by a letter, then letters, digits, dots, hyphens or underscores, at most 64 and no number such as a phone has',
    );
  return name;
};
