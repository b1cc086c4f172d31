/**
 * The fault matrix: every fault on every way in, against the bundle that is deployed, in real processes. All is made from
 * outside: proxies in front of each far end, signals, clocks. A fault that did not happen fails its cell.
 */
import { afterAll, expect, test, vi } from 'vitest';
import { openCell } from './faults/cell.ts';
import { matrix } from './faults/matrix.ts';
import { sources } from './faults/sources.ts';
import { startWorld } from './faults/world.ts';

// Nearly all of a cell's time is waiting for a time-out to end.
vi.setConfig({ maxConcurrency: 10 });

const ends: (() => void | Promise<void>)[] = [];
const world = await startWorld((end) => ends.push(end));
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

const count = { cells: 0, fired: 0 };
/** No tests: what cannot be is neither passed nor failed. */
const notApplicable: string[] = [];
afterAll(() => {
  const total = `faults: ${count.cells} cells, ${notApplicable.length} not applicable, ${count.fired} faults fired`;
  console.log([total, ...notApplicable].join('\n'));
});

for (const [row, fault] of matrix.entries()) {
  for (const source of sources) {
    const name = `${fault.point}: ${fault.name} (${source.name})`;
    if ('notApplicable' in fault) {
      notApplicable.push(`${name}: not applicable: ${fault.notApplicable}`);
      continue;
    }
    test.concurrent(name, async ({ onTestFinished }) => {
      count.cells += 1;
      const cell = await openCell(world, source, `row-${row}.${source.name}`, onTestFinished);
      await fault.play(cell);
      count.fired += cell.fired();
      expect(cell.fired(), 'faults that fired').toBeGreaterThan(0);
    });
  }
}
