/**
 * What many reminders cost the sandbox: ten times as many may cost 11 times as much, and no more; and the first page by
 * DueAt may take twice as long as the first page by key. Ends with 1 where adding them, reading a page of the list, or a
 * month that passes over all of them grows faster, or that page takes longer.
 */
import { makeProgress } from '../../cli/progress.ts';
import { readOptions } from './options.ts';
import { runRound, type Took } from './round.ts';

const most = 11;
/** How much longer the first page by DueAt may take. */
const mostByDueAt = 2;
const { sizes, parallel, listsOnly } = readOptions(process.argv.slice(2));
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
for (const count of sizes) rounds.push(await runRound({ count, parallel, listsOnly, progress: tell }));
progress.end();

const used = 'of a processor';
/** Judged is how it grows: of pages by the clock, since each takes too little to be counted otherwise. */
type Row = [what: string, of: (took: Took) => number | undefined, digits: number, isJudged: boolean];
const rows: Row[] = [
  [`adding, ${parallel} at once, ${used}`, ({ add }) => add.usedMs, 0, true],
  ['  by the clock', ({ add }) => add.tookMs, 0, false],
  ['a page of 100 of the list', ({ pageMs }) => pageMs, 1, true],
  ['the first page by key', ({ firstPages }) => firstPages.byKey, 2, false],
  ['the first page by DueAt', ({ firstPages }) => firstPages.byDueAt, 2, false],
  [`a month that passes, ${used}`, ({ month }) => month?.jump.usedMs, 0, true],
  ['  by the clock', ({ month }) => month?.jump.tookMs, 0, false],
];
const number = new Intl.NumberFormat('en');
const columns = (what: string, ...cells: string[]) =>
  console.log([what.padEnd(40), ...cells.map((cell) => cell.padStart(13))].join(''));
columns('reminders', ...sizes.map((size) => number.format(size)), ...(sizes.length > 1 ? ['ratio'] : []));
let isLinear = true;
for (const [what, of, digits, isJudged] of rows) {
  const values = rounds.flatMap((took) => of(took) ?? []);
  if (values.length === 0) continue;
  const cells = values.map((ms) => `${ms.toFixed(digits)} ms`);
  const [few = 0, many] = values;
  if (many !== undefined) {
    const ratio = many / few;
    if (isJudged) isLinear &&= ratio <= most;
    cells.push(ratio.toFixed(2));
  }
  columns(what, ...cells);
}
if (sizes.length > 1) {
  const judged = 'Each ratio (of a processor, and of pages)';
  console.log(isLinear ? `${judged} is at most ${most}.` : `A ratio is above ${most}: it grows faster than linearly.`);
}

const byDueAt = rounds.map(({ firstPages }) => firstPages.byDueAt / firstPages.byKey);
const isSoon = byDueAt.every((ratio) => ratio <= mostByDueAt);
const times = sizes.map((size, at) => `${byDueAt[at]?.toFixed(2)} times (${number.format(size)})`).join(', ');
console.log(`The first page by DueAt takes ${times} as long as the one by key; at most ${mostByDueAt} is allowed.`);

const months = rounds.flatMap(({ month }) => month ?? []);
const isEachSentOnce = months.every(({ ended, texts }, at) => ended.Sent === sizes[at] && texts === sizes[at]);
if (!isEachSentOnce)
  console.log(`Not each was sent once: ${JSON.stringify(months.map(({ ended, texts }) => ({ ended, texts })))}`);
process.exitCode = isLinear && isSoon && isEachSentOnce ? 0 : 1;
