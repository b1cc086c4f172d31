/** How long the first text of the day takes: the deployed bundle under AWS's own runtime client, in turn with its rivals. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './install.ts';
import { judge } from './limits.ts';
import { buildAll, type Measured, names } from './measured.ts';
import { coldStart } from './one-cold-start.ts';
import { readOptions } from './options.ts';
import { startStandIn } from './stand-in.ts';
import { type Rounds, table } from './table.ts';

/** One of each in turn, so that a slow minute of the machine is everybody's. */
const run = async (measured: Measured[], runs: number): Promise<Rounds> => {
  const rounds: Rounds = new Map(measured.map(({ name }) => [name, []]));
  for (let round = 0; round <= runs; round += 1)
    for (const each of measured) {
      const times = await coldStart(each);
      if (round > 0) rounds.get(each.name)?.push(times); // the first warms the disk's cache
    }
  return rounds;
};

/** With more to do than processors, a process waits at random: seen to double a ratio. */
const isBusy = (): boolean => (loadavg()[0] as number) > availableParallelism();

const main = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2), names);
  if (!options) return 0;
  install();
  if (isBusy()) console.log('This machine is busy with other work: read the ratios with doubt, and measure again.');

  // Outside the repository, as on Lambda: what a bundle lacks is not found in node_modules by chance.
  const dir = mkdtempSync(join(tmpdir(), 'cold-start-'));
  process.once('exit', () => rmSync(dir, { recursive: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));

  const standIn = await startStandIn();
  try {
    const measured = buildAll(options.names, dir, `http://${standIn.address}`);
    console.log(`Cold starts under aws-lambda-ric, Node ${process.versions.node}, medians of ${options.runs}:\n`);
    const rounds = await run(measured, options.runs);
    const { lines, isGood } = judge(rounds);
    console.log([table(measured, rounds), '', ...lines].join('\n'));
    return isGood ? 0 : 1;
  } finally {
    standIn.close();
  }
};

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 2;
});
