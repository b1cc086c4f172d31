/** What may stand behind `npm run bench:reminders --`. */
import { parseArgs } from 'node:util';

const help = `Usage: npm run bench:reminders -- [options]

Adds many reminders to a sandbox over its HTTP API, reads pages of their list, and moves the clock over the month in which
all of them go out; then ten times as many. Ends with 1 where ten times as many take the sandbox more than 11 times as
much of a processor, or a page more than 11 times as long, or where the first page by DueAt takes more than twice as long
as the first page by key.

  --small      1,000 and 10,000 in place of 10,000 and 100,000: some minutes, and not the promise itself
  --lists      only the larger number, and only adding and pages: the clock is not moved
  --parallel N how many are added at once (16)
  --help       print this`;

export interface BenchOptions {
  /** Few, and then many; or many alone. */
  sizes: number[];
  parallel: number;
  listsOnly: boolean;
}

export const readOptions = (args: string[]): BenchOptions => {
  const { values } = parseArgs({
    args,
    options: {
      small: { type: 'boolean' },
      lists: { type: 'boolean', default: false },
      parallel: { type: 'string', default: '16' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 256) {
    console.error('--parallel must be a whole number from 1 to 256');
    process.exit(2);
  }
  const sizes = values.small ? [1_000, 10_000] : [10_000, 100_000];
  return { sizes: values.lists ? sizes.slice(1) : sizes, parallel, listsOnly: values.lists };
};
