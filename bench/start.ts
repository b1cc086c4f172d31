/** How long `npm start` takes to be ready, against a bare TypeScript server started the same way, in turn. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runs = Number(process.env.RUNS ?? 11);
const ours = new URL('..', import.meta.url).pathname;
const bin = join(ours, 'node_modules/.bin');

const bare = mkdtempSync(join(tmpdir(), 'bare-server-'));
writeFileSync(join(bare, 'package.json'), '{"type":"module","scripts":{"start":"exec node server.ts"}}');
writeFileSync(
  join(bare, 'server.ts'),
  `import { createServer, type Server } from 'node:http';
const server: Server = createServer((_request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => console.log('ready'));
`,
);

/** Milliseconds from the start of npm to the line that says it is ready. */
const ready = async (cwd: string, line: string): Promise<number> => {
  const began = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd,
    env: { ...process.env, PORT: '0', PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of npm.stdout) {
    output += chunk;
    if (output.includes(line)) break;
  }
  const took = performance.now() - began;
  const exited = npm.exitCode === null ? once(npm, 'exit') : undefined;
  npm.kill('SIGTERM');
  await exited;
  if (!output.includes(line)) throw new Error(`npm start in ${cwd} ended without saying "${line}":\n${output}`);
  return took;
};

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const bareTimes: number[] = [];
const ourTimes: number[] = [];
for (let i = 0; i <= runs; i += 1) {
  const [b, o] = [await ready(bare, 'ready'), await ready(ours, 'with its page')];
  // The first pair warms the disk's cache.
  if (i > 0) {
    bareTimes.push(b);
    ourTimes.push(o);
  }
}
rmSync(bare, { recursive: true });

const ratio = median(ourTimes.map((time, i) => time / (bareTimes[i] as number)));
console.log(`medians of ${runs}, npm start to ready:`);
console.log(`  bare TypeScript server  ${median(bareTimes).toFixed(0)} ms  1.00`);
console.log(`  this sandbox            ${median(ourTimes).toFixed(0)} ms  ${ratio.toFixed(2)}  (at most 3.5)`);
process.exitCode = ratio <= 3.5 ? 0 : 1;
