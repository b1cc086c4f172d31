/** AWS's own DynamoDB Local on the wire: in memory, on loopback, ended with the test file. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pom = here('dynamodb-local/pom.xml');
const build = here('../../build/dynamodb-local/');

/** Fetches the jars once for each state of the pom; gives their folder. */
const fetchJars = async (): Promise<string> => {
  const state = createHash('sha256').update(await readFile(pom));
  const jars = `${build}${state.digest('hex').slice(0, 12)}`;
  if (existsSync(jars)) return jars;
  await mkdir(build, { recursive: true });
  const unfinished = await mkdtemp(`${build}unfinished-`);
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

/** Starts one with no tables in it, for all tests of a file. Any credentials do; each access key has its own tables. */
export const startDynamoDbLocal = async (): Promise<{ url: string }> => {
  // Starts sooner: it does not live long enough for the other compiler to pay.
  const quick = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const java = ['-cp', `${await fetchJars()}/*`, here('dynamodb-local/Launcher.java')];
  const child = spawn('/usr/bin/java', [...quick, ...java], { stdio: 'pipe' });
  const exited = once(child, 'exit');
  afterAll(async () => {
    // Not SIGKILL: it unpacks SQLite's library into the temporary folder, and takes it away when it may end in order.
    child.kill();
    await exited;
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const signal = AbortSignal.timeout(60_000);
  const [url] = await Promise.race([
    once(createInterface(child.stdout), 'line', { signal }),
    exited.then(() => Promise.reject(new Error(`DynamoDB Local did not start:\n${said}`))),
  ]);
  return { url };
};
