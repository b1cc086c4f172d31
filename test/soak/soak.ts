/** `npm run soak`: the proof at length, of which `npm cit` holds a short form. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const parts = [
  'faults',
  'random-faults',
  'outage',
  'pairs',
  'poison',
  'model-at-length',
  'reminder-model-at-length',
  'reminders-in-every-order-at-length',
];

const help = `npm run soak [-- --seed NUMBER]

Plays each cell of the fault matrix three times, strikes ten thousand messages by
chance, takes HotTask down for a day by the moved clock, plays all ordered pairs of
faults on the way through the queue, searches the models further, and plays what
happens around a reminder in longer orders. Takes about an hour on two cores. Ends with
1 where the promise was broken once.

  --seed NUMBER     repeats the chance of an earlier run; without it a new seed is
                    taken, and printed first
  --messages COUNT  struck by chance (10000)
  --repeats COUNT   of each cell (3)
  --only NAME       one part: ${parts.slice(0, 5).join(', ')},
                    ${parts.slice(5).join(',\n                    ')}
  --write           writes the table into docs/faults.md
  --help            this
`;

const fail = (problem: string): never => {
  console.error(`${problem}\n\n${help}`);
  process.exit(2);
};

const read = () => {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string' },
        messages: { type: 'string', default: '10000' },
        repeats: { type: 'string', default: '3' },
        only: { type: 'string', default: '' },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
};

const { seed = String(Date.now() % 1_000_000), messages, repeats, only, write, help: isAsked } = read();
if (!/^\d{1,9}$/.test(seed)) fail(`--seed must be a whole number, not ${seed}`);
for (const [name, value] of Object.entries({ messages, repeats }))
  if (!/^[1-9]\d{0,8}$/.test(value)) fail(`--${name} must be a whole number from 1 on, not ${value}`);
if (only && !parts.includes(only)) fail(`--only ${only}: there is no such part`);

const project = join(import.meta.dirname, '../..');
const run = async (): Promise<number> => {
  console.log(`SEED=${seed}: npm run soak -- --seed ${seed} repeats this run`);
  const vitest = join(project, 'node_modules/vitest/vitest.mjs');
  const files = only ? [`/${only}.test.ts`] : [];
  // One part after the other: a part that starts processes must not miss its time-outs for another one.
  const args = ['run', '--config', 'test/soak/vitest.config.ts', '--no-file-parallelism', ...files];
  const env = { ...process.env, SEED: seed, MESSAGES: messages, REPEATS: repeats, ...(write ? { WRITE: 'yes' } : {}) };
  const child = spawn(process.execPath, [vitest, ...args], { cwd: project, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  return code ?? 1;
};

if (isAsked) console.log(help);
else process.exitCode = await run();
