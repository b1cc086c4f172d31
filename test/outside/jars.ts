/** The jars that a pom.xml names, fetched by Maven once for each state of it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `name`: of the folder beside this file that holds the pom.xml, and of one under build/. Gives the folder of the jars. */
export const fetchJars = async (name: string): Promise<string> => {
  const pom = join(import.meta.dirname, name, 'pom.xml');
  const build = join(import.meta.dirname, '../../build', name);
  const state = createHash('sha256').update(await readFile(pom));
  const jars = join(build, state.digest('hex').slice(0, 12));
  if (existsSync(jars)) return jars;
  await mkdir(build, { recursive: true });
  const unfinished = await mkdtemp(join(build, 'unfinished-'));
  const goal = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`];
  try {
    await promisify(execFile)('/usr/bin/mvn', goal, { timeout: 300_000 });
    // Whole or not at all: another test file may be fetching too, and the first to finish wins.
    await rename(unfinished, jars);
  } catch (error) {
    await rm(unfinished, { recursive: true });
    if (!existsSync(jars)) throw error;
  }
  return jars;
};
