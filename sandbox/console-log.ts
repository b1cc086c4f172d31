/** The function's log for a person at a terminal: a line for each outcome and each error, in the same permitted fields. */
import { type Fields, type Level, type Log, permitted } from '../lambda/io/log.ts';

/** `hear` is told all of it, too. */
export const makeConsoleLog = (hear: (what: string, fields: Fields) => void): Log => {
  const at =
    (level: Level): Log[Level] =>
    (what, fields = {}) => {
      hear(what, fields);
      if (level === 'info' && what !== 'outcome') return;
      const { invocation: _invocation, frames: _frames, ...shown } = permitted(fields);
      const time = new Date().toTimeString().slice(0, 8);
      console.log(
        `${time} ${level === 'info' ? '' : `${level}: `}${what} ${Object.entries(shown).map(words).join(', ')}`,
      );
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

/** Of what is only said where it is so, its name says all. */
const told: Record<string, string> = { isReplayed: 'replayed', isParked: 'parked', isKeyDerived: 'no key of its own' };
const words = ([name, value]: [string, unknown]): string => told[name] ?? String(value);
