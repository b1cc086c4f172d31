/**
 * What many reminders cost the sandbox: ten times as many may take 11 times as long, and no more. Ends with 1 where adding
 * them, reading a page of the list, or a month that passes over all of them grows faster.
 */
import { makeProgress } from '../../cli/progress.ts';
import { readOptions } from './options.ts';
import { runRound, type Took } from './round.ts';

const most = 11;
const { sizes, parallel } = readOptions(process.argv.slice(2));
const progress = makeProgress(process.stderr, true);
/** Where nobody looks, a line each time would be thousands. */
const everyMs = process.stderr.isTTY ? 100 : 15_000;
let toldAt = 0;
const tell = (text: string) => {
  if (Date.now() - toldAt < everyMs) return;
  toldAt = Date.now();
  progress.tell(text);
};

const rounds: Took[] = [];
for (const count of sizes) rounds.push(await runRound({ count, parallel, progress: tell }));
progress.end();

const [few, many] = rounds as [Took, Took];
const rows: [what: string, of: keyof Took, digits: number][] = [
  [`adding, ${parallel} at once`, 'addMs', 0],
  ['a page of 100 of the list', 'pageMs', 1],
  ['a month that passes over all', 'jumpMs', 0],
];
const number = new Intl.NumberFormat('en');
const columns = (what: string, ...cells: string[]) =>
  console.log([what.padEnd(30), ...cells.map((cell) => cell.padStart(12))].join(''));
columns('reminders', ...sizes.map((size) => number.format(size)), 'ratio');
let isLinear = true;
for (const [what, of, digits] of rows) {
  const ratio = many[of] / few[of];
  isLinear &&= ratio <= most;
  columns(what, ...[few, many].map((took) => `${took[of].toFixed(digits)} ms`), ratio.toFixed(2));
}
console.log(isLinear ? `Each ratio is at most ${most}.` : `A ratio is above ${most}: it grows faster than linearly.`);
process.exitCode = isLinear ? 0 : 1;
