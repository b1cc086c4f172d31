/** The measured times as a table: medians, and ratios to what ran in the same round. */
import type { Measured } from './measured.ts';
import { median } from './median.ts';
import type { Times } from './one-cold-start.ts';

/** Name → the times of each round. */
export type Rounds = Map<string, Times[]>;

/** How many times as long as `base`, round by round, since a machine is not equally fast all the time; the median of that. */
export const ratio = (rounds: Rounds, name: string, base: string): number | undefined => {
  const bases = rounds.get(base);
  const ratios = rounds.get(name)?.flatMap(({ total }, round) => (bases ? total / (bases[round] as Times).total : []));
  return ratios?.length ? median(ratios) : undefined;
};

const columns = ['name', 'KB', 'init ms', 'first ms', 'total ms', 'x bare', 'x recipe', 'warm ms'];

export const table = (measured: Measured[], rounds: Rounds): string => {
  const rows = measured.map(({ name, bytes }) => {
    const ms = (part: keyof Times, digits = 0) =>
      median((rounds.get(name) ?? []).map((times) => times[part])).toFixed(digits);
    const times = (base: string) => ratio(rounds, name, base)?.toFixed(2) ?? '–';
    const kilobytes = (bytes / 1_000).toFixed(0);
    return [name, kilobytes, ms('init'), ms('first'), ms('total'), times('bare'), times('recipe'), ms('warm', 1)];
  });
  const line = ([name = '', ...numbers]: string[]) =>
    name.padEnd(8) + numbers.map((cell) => cell.padStart(10)).join('');
  return [columns, ...rows].map(line).join('\n');
};
