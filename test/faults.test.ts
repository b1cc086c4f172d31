/**
 * The fault matrix: every fault on every way in, against the bundle that is deployed, in real processes. All is made from
 * outside: proxies in front of each far end, signals, clocks. A fault that did not happen fails its cell.
 */
import { afterAll, beforeAll, test, vi } from 'vitest';
import { type Bystanders, startBystanders } from './faults/bystanders.ts';
import { openCell } from './faults/cell.ts';
import { matrix } from './faults/matrix.ts';
import { sources } from './faults/sources.ts';
import { startWorld, type World } from './faults/world.ts';

// Most of a cell's time is waiting for a time-out of the function to end.
vi.setConfig({ maxConcurrency: 10 });

const ends: (() => void | Promise<void>)[] = [];
let world: World;
let bystanders: Bystanders;
beforeAll(async () => {
  world = await startWorld((end) => ends.unshift(end));
  bystanders = await startBystanders(world);
}, 60_000);
afterAll(async () => {
  for (const end of ends) await end();
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
    const reason = fault.notOn?.[source.name];
    if (reason) {
      notApplicable.push(`not applicable: ${name}: ${reason}`);
      continue;
    }
    test.concurrent(name, async ({ onTestFinished }) => {
      count.cells += 1;
      const key = `row-${row}.${source.name}`;
      const cell = await openCell({ world, bystanders, source, key }, onTestFinished);
      await fault.play(cell);
      count.fired += cell.expectFired();
    });
  }
}
