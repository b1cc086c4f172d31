/** Global set-up: collects all logs, outputs and error answers of the run, and fails the run where one holds a canary. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdsCanary } from './canary.ts';

export default () => {
  const folder = mkdtempSync(join(tmpdir(), 'hottask-messenger-'));
  const path = join(folder, 'watched-output.txt');
  writeFileSync(path, '');
  process.env.WATCHED_OUTPUT = path;

  return () => {
    const output = readFileSync(path, 'utf8');
    rmSync(folder, { recursive: true });
    const hits = output.split('\n').filter(holdsCanary);
    console.log(`canaries: ${hits.length} hits in ${output.length} characters of logs, outputs and error answers`);
    if (hits.length === 0) return;
    console.error(`A key, a number or a text was let out:\n${hits.slice(0, 5).join('\n')}`);
    process.exitCode = 1;
  };
};
