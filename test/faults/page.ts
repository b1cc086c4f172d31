/** The table of docs/faults.md: each fault, and on how many of the runs it held on each way in. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Fault } from './fault.ts';
import { type Source, sources } from './sources.ts';

export interface Cell {
  fault: Fault;
  source: Source['name'];
  held: number;
  runs: number;
}

export const faultsPage = new URL('../../docs/faults.md', import.meta.url);

const names = sources.map(({ name }) => name);

/** One section for each point, in the order of a message's way; a cell that cannot be is a dash. */
export const tableOf = (faults: readonly Fault[], cells: readonly Cell[]): string => {
  const shown = (fault: Fault, source: string) => {
    const cell = cells.find((found) => found.fault === fault && found.source === source);
    return cell ? `${cell.held}/${cell.runs}` : '–';
  };
  const row = (fault: Fault) => `| ${fault.name} | ${names.map((name) => shown(fault, name)).join(' | ')} |`;
  const points = [...new Set(faults.map(({ point }) => point))];
  return points
    .map((point) =>
      [
        `#### ${point[0]?.toUpperCase()}${point.slice(1)}`,
        '',
        `| what happens: what the recipient gets | ${names.join(' | ')} |`,
        `|---|${names.map(() => '---').join('|')}|`,
        ...faults.filter((fault) => fault.point === point).map(row),
      ].join('\n'),
    )
    .join('\n\n');
};

/** Which cells cannot be, and why: one sentence for all rows of a point that have the same reason. */
export const notApplicable = (faults: readonly Fault[]): string[] => {
  const none = faults.flatMap((fault) =>
    [...new Set(Object.values(fault.notOn ?? {}))].map((reason) => {
      const where = names.filter((name) => fault.notOn?.[name] === reason).join(', ');
      return { fault, why: `(${where}): ${reason}.` };
    }),
  );
  const groups = Map.groupBy(none, ({ fault, why }) => `${fault.point} ${why}`);
  return [...groups.values()].map((rows) => {
    const [{ fault, why }] = rows as [(typeof rows)[number]];
    return `not applicable: ${fault.point}: ${rows.length === 1 ? fault.name : `its ${rows.length} rows`} ${why}`;
  });
};

/** What each part of the run has written. */
export type Part = 'matrix' | 'chance' | 'pairs' | 'outage';
const begin = (part: Part) => `<!-- ${part} begins -->`;
const end = (part: Part) => `<!-- ${part} ends -->`;

export const written = (page: string, part: Part): string =>
  page.slice(page.indexOf(begin(part)) + begin(part).length, page.indexOf(end(part))).trim();

/** Does nothing unless WRITE is set. */
export const writePage = (part: Part, lines: readonly string[]): void => {
  if (!process.env.WRITE) return;
  const page = readFileSync(faultsPage, 'utf8');
  const [before, after] = [page.slice(0, page.indexOf(begin(part))), page.slice(page.indexOf(end(part)))];
  writeFileSync(faultsPage, `${before}${begin(part)}\n\n${lines.join('\n\n')}\n\n${after}`);
};
