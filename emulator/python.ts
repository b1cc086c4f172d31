/** A Python of our own under build/, with the packages of a requirements.txt: nothing of the machine's is touched. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { root } from './environment.ts';

const run = promisify(execFile);

export class PythonError extends Error {
  override name = 'PythonError';
}

interface Wanted {
  /** Of its folder under build/. */
  name: string;
  /** Holds its requirements.txt. */
  folder: string;
  /** Which Python its packages need, at least. */
  oldest: readonly [major: number, minor: number];
}

/** Installs once for each state of requirements.txt; gives the interpreter. Throws a PythonError that names the mend. */
export const python = async ({ name, folder, oldest }: Wanted): Promise<string> => {
  const requirements = join(folder, 'requirements.txt');
  const build = join(root, 'build', name);
  const state = createHash('sha256').update(await readFile(requirements));
  const home = join(build, state.digest('hex').slice(0, 12));
  const interpreter = (of: string) => join(of, 'bin/python');
  if (existsSync(home)) return interpreter(home);
  const needed = `Python ${oldest.join('.')} or newer with venv (on Debian: apt-get install -y python3-venv)`;
  // Else the first package that is too new for it would be named, in pip's words.
  const isNewEnough = `import sys; sys.exit(sys.version_info < (${oldest.join(', ')}) and sys.version)`;
  await step(['python3', '-c', isNewEnough], name, needed);
  await mkdir(build, { recursive: true });
  const unfinished = await mkdtemp(join(build, 'unfinished-'));
  try {
    await step(['python3', '-m', 'venv', unfinished], name, needed);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    const packages = `the packages of ${relative(root, requirements)}, once, from where pip finds them`;
    await step([interpreter(unfinished), ...install], name, packages);
    // Whole or not at all: another run may be installing too, and the first to finish wins.
    await rename(unfinished, home);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return interpreter(home);
};

const step = async ([file = '', ...args]: string[], name: string, need: string): Promise<void> => {
  try {
    await run(file, args, { timeout: 600_000 });
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new PythonError(`build/${name} needs ${need}.\n${(stderr || message).trim()}`);
  }
};
