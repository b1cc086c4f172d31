/**
 * What many reminders cost the sandbox: ten times as many may cost 11 times as much, and no more. Ends with 1 where adding
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
const used = 'of a processor';
/** What is judged: pages by the clock, since each takes too little to be counted otherwise. */
const rows: [what: string, of: (took: Took) => number, digits: number, isJudged: boolean][] = [
  [`adding, ${parallel} at once, ${used}`, ({ add }) => add.usedMs, 0, true],
  ['  by the clock', ({ add }) => add.tookMs, 0, false],
  ['a page of 100 of the list', ({ pageMs }) => pageMs, 1, true],
  [`a month that passes, ${used}`, ({ jump }) => jump.usedMs, 0, true],
  ['  by the clock', ({ jump }) => jump.tookMs, 0, false],
];
const number = new Intl.NumberFormat('en');
const columns = (what: string, ...cells: string[]) =>
  console.log([what.padEnd(40), ...cells.map((cell) => cell.padStart(13))].join(''));
columns('reminders', ...sizes.map((size) => number.format(size)), 'ratio');
let isLinear = true;
for (const [what, of, digits, isJudged] of rows) {
  const ratio = of(many) / of(few);
  if (isJudged) isLinear &&= ratio <= most;
  columns(what, ...[few, many].map((took) => `${of(took).toFixed(digits)} ms`), ratio.toFixed(2));
}
const judged = 'Each ratio (of a processor, and of pages)';
console.log(isLinear ? `${judged} is at most ${most}.` : `A ratio is above ${most}: it grows faster than linearly.`);
const isEachSentOnce = rounds.every(({ ended, texts }, at) => ended.Sent === sizes[at] && texts === sizes[at]);
if (!isEachSentOnce)
  console.log(`Not each was sent once: ${JSON.stringify(rounds.map(({ ended, texts }) => ({ ended, texts })))}`);
process.exitCode = isLinear && isEachSentOnce ? 0 : 1;
