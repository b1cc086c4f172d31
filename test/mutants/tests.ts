/** Runs tests of a copy, and tells which one noticed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** `green`: nobody noticed. Otherwise the title of the first test that failed, or why there is none. */
export type Noticed = 'green' | { by: string } | { problem: string };

interface Report {
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** Tests that hang have noticed as well, and are ended then. */
const longestMs = 3 * 60_000;

/** Each run is a group of processes, so that what the tests started ends with it. */
const groups = new Set<number>();
const end = (group: number) => process.kill(-group, 'SIGKILL');
process.once('exit', () => groups.forEach(end));

interface Options {
  /** Only the tests whose title holds this. */
  titles?: string | undefined;
  /** @default 3 minutes */
  withinMs?: number;
}

export const runTests = async (
  folder: string,
  tests: readonly string[],
  { titles, withinMs = longestMs }: Options = {},
): Promise<Noticed> => {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const files = tests.map((name) => `test/${name}.test.ts`);
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const only = titles === undefined ? [] : ['--testNamePattern', titles];
  const args = ['run', '--config', 'test/mutants/vitest.config.ts', '--bail', '1', '--no-file-parallelism', ...only];
  const child = spawn(process.execPath, [vitest, ...args, ...files], {
    cwd: folder,
    env: { ...process.env, TEST_REPORT: report },
    stdio: 'ignore',
    detached: true,
  });
  const group = child.pid as number;
  groups.add(group);
  const timer = setTimeout(end, withinMs, group);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  groups.delete(group);
  if (code === 0) return 'green';
  if (code === null) return { by: `no test: they did not end within ${withinMs / 60_000} minutes` };
  if (!existsSync(report)) return { problem: `vitest ended with ${code} and told nothing` };
  return noticedIn(JSON.parse(readFileSync(report, 'utf8')));
};

const noticedIn = ({ testResults }: Report): Noticed => {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.find(({ status }) => status === 'failed');
  if (failed) return { by: failed.fullName };
  const unread = testResults.find(({ assertionResults, message }) => assertionResults.length === 0 && message);
  if (unread) return { problem: unread.message.split('\n')[0] as string };
  return { by: 'no one test: a canary was let out, or something was left open' };
};
