/** For a script that takes `--help` alone, and its settings from the environment. */
import { parseArgs } from 'node:util';

/** True where it was asked for. Throws `refusal` on anything else: it would be taken for heeded. */
export const wantsHelp = (args: string[], refusal: Error): boolean => {
  try {
    return parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } }).values.help === true;
  } catch {
    throw refusal;
  }
};
