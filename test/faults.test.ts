/**
 * The fault matrix: every fault on every way in, against the bundle that is deployed, in real processes. All is made from
 * outside: proxies in front of each far end, signals, clocks. A fault that did not happen fails its cell. REPEATS=… plays
 * each so many times; WRITE=yes writes docs/faults.md.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bystanders, startBystanders } from './faults/bystanders.ts';
import { openCell } from './faults/cell.ts';
import { matrix } from './faults/matrix.ts';
import { type Cell, notApplicable, tableOf, writePage } from './faults/page.ts';
import { sources } from './faults/sources.ts';
import { makeStands, type Stands } from './faults/stands.ts';
import { type Account, heldBack, noHarm, tally, told } from './faults/tally.ts';
import { startWorld, type World } from './faults/world.ts';

// Most of a cell's time is waiting for a time-out of the function to end.
vi.setConfig({ maxConcurrency: 12 });

const repeats = Number(process.env.REPEATS ?? 1);
if (!(repeats >= 1)) throw new Error('REPEATS must be 1 or more');
const ends: (() => void | Promise<void>)[] = [];
let world: World;
let bystanders: Bystanders;
let stands: Stands;
beforeAll(async () => {
  const onEnd = (end: () => void | Promise<void>) => void ends.unshift(end);
  world = await startWorld(onEnd);
  stands = makeStands(world, onEnd);
  bystanders = await startBystanders(world);
}, 60_000);
afterAll(async () => {
  for (const end of ends) await end();
});

const cells: Cell[] = [];
const accounts: Account[] = [];
let fired = 0;

for (const [row, fault] of matrix.entries()) {
  for (const source of sources) {
    const name = `${fault.point}: ${fault.name} (${source.name})`;
    // No test: what cannot be is neither passed nor failed.
    if (fault.notOn?.[source.name]) continue;
    const result: Cell = { fault, source: source.name, held: 0, runs: repeats };
    cells.push(result);
    for (let run = 1; run <= repeats; run += 1) {
      test.concurrent(repeats === 1 ? name : `${name}, ${run} of ${repeats}`, async ({ onTestFinished }) => {
        const key = `row-${row}.${source.name}.${run}`;
        const cell = await openCell({ world, bystanders, stands, source, key }, onTestFinished);
        await fault.play(cell).catch(async (failed) => {
          await cell.goOn();
          accounts.push(await cell.account());
          throw failed;
        });
        fired += cell.expectFired();
        accounts.push(await cell.account());
        cell.hold();
        result.held += 1;
      });
    }
  }
}

test('of all cells together: nobody gets two texts, none is lost, none is held back for nothing, and nothing leaks', async () => {
  const result = await tally(accounts, world);
  const held = cells.filter(({ held, runs }) => held === runs).length;
  const sentence = `${held} of ${cells.length} cells held, each in ${repeats} of ${repeats} runs; ${fired} planned faults, and each happened; ${told(result, heldBack(accounts, world))}.`;
  console.log([`faults: ${sentence}`, ...notApplicable(matrix)].join('\n'));
  writePage('matrix', [sentence, ...notApplicable(matrix), tableOf(matrix, cells)]);
  expect(result).toEqual(noHarm);
  expect(accounts).toHaveLength(cells.length * repeats);
});
