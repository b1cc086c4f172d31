/** A Python of the emulator's own under build/, with the packages of requirements.txt: nothing of the machine's is touched. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './environment.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'requirements.txt');
const build = join(root, 'build/emulator');

export class PythonError extends Error {
  override name = 'PythonError';
}

/** Installs once for each state of requirements.txt; gives the interpreter. Throws a PythonError that names the mend. */
export const python = async (): Promise<string> => {
  const state = createHash('sha256').update(await readFile(requirements));
  const home = join(build, state.digest('hex').slice(0, 12));
  const interpreter = (of: string) => join(of, 'bin/python');
  if (existsSync(home)) return interpreter(home);
  await mkdir(build, { recursive: true });
  const unfinished = await mkdtemp(join(build, 'unfinished-'));
  try {
    await step(
      ['python3', '-m', 'venv', unfinished],
      'Python 3.10 or newer with venv (on Debian: apt-get install -y python3-venv)',
    );
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    await step(
      [interpreter(unfinished), ...install],
      'the packages of emulator/requirements.txt, once, from where pip finds them',
    );
    // Whole or not at all: another run may be installing too, and the first to finish wins.
    await rename(unfinished, home);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return interpreter(home);
};

const step = async ([file = '', ...args]: string[], need: string): Promise<void> => {
  try {
    await run(file, args, { timeout: 600_000 });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new PythonError(`The emulator needs ${need}.\n${(stderr || message).trim()}`);
  }
};
