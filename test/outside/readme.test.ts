/** The README's shell lines, run by a real shell against a sandbox, give what the README says. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { shellWithAnswer } from '../readme.ts';
import { sharedSandbox } from '../sandbox-process.ts';

const sandbox = await sharedSandbox();
const cwd = await mkdtemp(join(tmpdir(), 'hottask-messenger-'));
afterAll(() => rm(cwd, { recursive: true }));
const calls = shellWithAnswer().filter(([shell]) => /^(curl|aws) /.test(shell));

/** Instants and HotTask's running numbers differ from run to run. */
const anyTime = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'an instant').replace(/123123123123\d{6}/g, 'a SessionID');

/** AWS's ids and checksums differ from run to run, and the order of its fields from CLI to CLI. */
const anyId = (text: string) =>
  JSON.parse(
    text.replace(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"an id"').replace(/"[0-9a-f]{32}"/g, '"a checksum"'),
  );

test('there is something to run', () => expect(calls.length).toBeGreaterThanOrEqual(3));

test.each(calls)('%s', async (shell, json) => {
  const here = shell.replaceAll('http://127.0.0.1:4000', sandbox.url).replaceAll('http://127.0.0.1:4001', sandbox.aws);
  const env = {
    ...process.env,
    PATH: `/usr/bin:${process.env.PATH}`,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
  const { stdout } = await promisify(execFile)('sh', ['-c', here], { cwd, env });
  if (json && shell.startsWith('aws ')) expect(anyId(stdout)).toEqual(anyId(json));
  else if (json) expect(anyTime(stdout.trim())).toBe(anyTime(json));
  else expect(stdout).toMatch(/"Status":\s?"True"/);
});
