/** The name of a caller on a command's line. */
import { callerNameRule, isCallerName } from '../lambda/callers.ts';
import { WrongUsage } from './command.ts';

/** Takes NAME off the front of the words. */
export const takeName = (words: string[]): string => {
  const name = words.shift();
  if (name === undefined) throw new WrongUsage('Name the caller, such as web');
  if (!isCallerName(name)) throw new WrongUsage(`A caller is named by ${callerNameRule}`);
  return name;
};
