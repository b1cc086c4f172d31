/** docs/faults.md shows what a run has written: these faults and no others, and all of them held. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { matrix } from './faults/matrix.ts';
import { faultsPage, notApplicable, tableOf, written } from './faults/page.ts';
import { sources } from './faults/sources.ts';

const page = readFileSync(faultsPage, 'utf8');
const runs = 3;

test('its table has each fault of the matrix on each way in, three times held', () => {
  const cells = matrix.flatMap((fault) =>
    sources.flatMap(({ name: source }) => (fault.notOn?.[source] ? [] : [{ fault, source, held: runs, runs }])),
  );
  const shown = written(page, 'matrix');
  expect(shown).toContain(`${cells.length} of ${cells.length} cells held, each in ${runs} of ${runs} runs; `);
  expect(shown.slice(shown.indexOf('not applicable'))).toBe(
    [...notApplicable(matrix), tableOf(matrix, cells)].join('\n\n'),
  );
});

test.each(['matrix', 'chance', 'pairs'] as const)(
  'its closing line for %s: nobody texted twice, nothing lost',
  (part) => {
    expect(written(page, part)).toContain('doubled 0, lost 0, needless Unknown 0, leaks 0;');
  },
);

test('its outage ended with nothing dead-lettered', () => {
  expect(written(page, 'outage')).toMatch(/ sent once afterwards, none dead-lettered\.$/);
});

test('each command that it names is there', () => {
  const named = [...page.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name as string);
  expect(named.length).toBeGreaterThan(0);
  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
});
