/** cfn-lint and checkov over templates in a folder. They hear nothing from outside: both bring what they know. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { python } from '../../../emulator/python.ts';

export interface Found {
  rule: string;
  /** Of resource, as CloudFormation calls it. */
  kind: string;
  /** Its logical id. */
  resource: string;
}
/** By the template's name. */
export type FoundIn = Record<string, Found[]>;

/** Debian 12 has it. */
export const oldest = [3, 11] as const;

/** Gives the JSON that it printed. Its exit code says no more: it is not 0 where it found something, too. */
const run = async (tool: 'cfn-lint' | 'checkov', args: string[], cwd: string): Promise<unknown> => {
  const interpreter = await python({ name: 'linters', folder: import.meta.dirname, oldest });
  const home = await mkdtemp(join(tmpdir(), 'linters-home-'));
  const nowhere = 'http://127.0.0.1:9';
  const env = { HOME: home, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere };
  const options = { cwd, env, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };
  const { promise: printed, resolve, reject } = Promise.withResolvers<unknown>();
  // The script names the interpreter by the folder that both were installed in, and that was renamed.
  execFile(interpreter, [join(dirname(interpreter), tool), ...args], options, (error, stdout, stderr) => {
    try {
      resolve(JSON.parse(stdout));
    } catch {
      reject(new Error(`${tool} printed no JSON: ${error?.message}\n${stderr}`));
    }
  });
  return printed.finally(() => rm(home, { recursive: true }));
};

interface Match {
  Filename: string;
  Rule: { Id: string };
  Location: { Path: (string | number)[] | null };
}

/** Errors and warnings; hints on style are left out, cfn-lint's default. */
export const cfnLint = async (folder: string, files: string[]): Promise<FoundIn> => {
  const matches = (await run('cfn-lint', ['--format', 'json', ...files], folder)) as Match[];
  const kinds = await Promise.all(files.map(async (file) => [file, await kindsIn(join(folder, file))] as const));
  const kindIn = Object.fromEntries(kinds);
  return by(
    files,
    matches.map(({ Filename, Rule, Location }) => {
      const [, resource = ''] = (Location.Path ?? []).map(String);
      return { file: Filename, found: { rule: Rule.Id, kind: kindIn[Filename]?.[resource] ?? '', resource } };
    }),
  );
};

const kindsIn = async (path: string): Promise<Record<string, string>> => {
  const { Resources } = JSON.parse(await readFile(path, 'utf8')) as { Resources: Record<string, { Type: string }> };
  return Object.fromEntries(Object.entries(Resources).map(([id, { Type }]) => [id, Type]));
};

interface Report {
  summary: { parsing_errors: number };
  results: { failed_checks: { check_id: string; file_path: string; resource: string }[] };
}

/** Rejects where it could not read one of them. */
export const checkov = async (folder: string, files: string[]): Promise<FoundIn> => {
  const args = ['--skip-download', '--framework', 'cloudformation', '--output', 'json', '--compact', '--quiet'];
  const { summary, results } = (await run('checkov', [...args, '--file', ...files], folder)) as Report;
  if (summary.parsing_errors > 0) throw new Error(`checkov could not read ${summary.parsing_errors} of the templates`);
  return by(
    files,
    results.failed_checks.map((failed) => {
      const [kind = '', resource = ''] = failed.resource.split('.');
      return { file: failed.file_path.replace('/', ''), found: { rule: failed.check_id, kind, resource } };
    }),
  );
};

const by = (files: string[], all: { file: string; found: Found }[]): FoundIn =>
  Object.fromEntries(files.map((name) => [name, all.filter(({ file }) => file === name).map(({ found }) => found)]));
