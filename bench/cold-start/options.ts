/** What the command line may say. */
import { parseArgs } from 'node:util';

export interface Options {
  /** Cold starts of each. */
  runs: number;
  /** Names from the table. */
  names: string[];
}

const usage = (names: string[]) => `npm run bench:cold-start -- [--runs N] [--only NAME,NAME]

Times cold starts of the deployed bundle and of its rivals in turn, under AWS's own runtime client.

  --runs N      cold starts of each, after one that only warms the disk's cache (default 15)
  --only NAMES  some of ${names.join(', ')}; bare is always measured, as the base of the ratios
  --help        this text

Exits with 1 where a limit is missed, and with 2 where it could not measure.`;

/** Undefined where only the help was asked for, which is then printed. Throws on what it does not know. */
export const readOptions = (args: string[], known: string[]): Options | undefined => {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '15' },
      only: { type: 'string', default: known.join() },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage(known));
    return undefined;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a whole number from 1; got ${values.runs}`);
  const only = values.only.split(',');
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`--only takes ${known.join(', ')}; got ${unknown.join(', ')}`);
  return { runs, names: known.filter((name) => name === 'bare' || only.includes(name)) };
};
