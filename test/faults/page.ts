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

const [begin, end] = ['<!-- The run begins. -->', '<!-- The run ends. -->'];
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
        `### ${point[0]?.toUpperCase()}${point.slice(1)}`,
        '',
        `| what happens: what the recipient gets | ${names.join(' | ')} |`,
        `|---|${names.map(() => '---').join('|')}|`,
        ...faults.filter((fault) => fault.point === point).map(row),
      ].join('\n'),
    )
    .join('\n\n');
};

/** The part of the page that a run has written. */
export const written = (page: string): string =>
  page.slice(page.indexOf(begin) + begin.length, page.indexOf(end)).trim();

export const writePage = (lines: readonly string[]): void => {
  const page = readFileSync(faultsPage, 'utf8');
  const [before, after] = [page.slice(0, page.indexOf(begin)), page.slice(page.indexOf(end))];
  writeFileSync(faultsPage, `${before}${begin}\n\n${lines.join('\n\n')}\n\n${after}`);
};
