/** `npm run mutants` takes minutes and is run by itself; here, that each of its mutants still breaks what it says it breaks. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { project } from './mutants/copy.ts';
import { mutants } from './mutants/list.ts';
import { problemsOf } from './mutants/problems.ts';

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(project, 'test/mutants/mutants.ts'), ...args]);

test('each mutant applies in one place, and its tests are there', () => {
  expect(mutants.flatMap(problemsOf)).toEqual([]);
});

test('no two mutants of a file have one name, so that --only finds each', () => {
  const names = mutants.map(({ file, name }) => `${file}: ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('it says how it is used, lists whom each mutant harms, and refuses a name that none has', async () => {
  expect((await command('--help')).stdout).toContain('--only WORDS');
  expect((await command('--list', '--only', 'no answer in time')).stdout).toMatch(/hottask\.ts: .*\n +the recipient/);
  await expect(command('--only', 'no such mutant')).rejects.toMatchObject({ code: 1, stderr: /--list/ });
});
