/** A project of its own with a cdk.json, and in the place of the CDK a command that only writes down how it was called. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const cdk = (calls: string, code: number) => `
const { appendFileSync } = require('node:fs');
appendFileSync(${JSON.stringify(calls)}, JSON.stringify({ args: process.argv.slice(2), region: process.env.AWS_REGION }) + '\\n');
console.log('cdk was here');
process.exit(${code});`;

export const makeProject = (cdkJson: string, { exitCode = 0 } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [settings, entry, calls] = ['cdk.json', 'cdk.cjs', 'calls'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(settings, cdkJson);
  writeFileSync(entry, cdk(calls, exitCode));
  return {
    folder,
    env: { HOTTASK_CDK: entry },
    cdkJson: () => readFileSync(settings, 'utf8'),
    /** How the CDK was called, in order. */
    calls: (): { args: string[]; region: string }[] =>
      existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
  };
};
