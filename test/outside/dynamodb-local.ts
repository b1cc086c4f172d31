/** AWS's own DynamoDB Local on the wire: in memory, on loopback, ended with the test file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { fetchJars } from './jars.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Starts one with no tables in it, for all tests of a file. Any credentials do; each access key has its own tables. */
export const startDynamoDbLocal = async (): Promise<{ url: string }> => {
  // Starts sooner: it does not live long enough for the other compiler to pay.
  const quick = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const java = ['-cp', `${await fetchJars('dynamodb-local')}/*`, here('dynamodb-local/Launcher.java')];
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
