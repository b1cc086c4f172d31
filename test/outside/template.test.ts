/** What two linters find that teams run over each template before they deploy it: cfn-lint and checkov. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { python } from '../../emulator/python.ts';
import { everySetting } from '../every-setting.ts';
import { synthesize } from '../stack-template.ts';
import { accepted } from './linters/accepted.ts';
import { cfnLint, checkov, type Found, type FoundIn } from './linters/linters.ts';

/** Shows that both look: a property that does not exist, and a topic that is not encrypted. */
const wrong = { Resources: { Open: { Type: 'AWS::SNS::Topic', Properties: { Nmae: 'open' } } } };

const templates = {
  'default.json': () => synthesize({}).toJSON(),
  'every-setting.json': () => synthesize(everySetting).toJSON(),
  'wrong.json': () => wrong,
};
const files = Object.keys(templates);
const ours = ['default.json', 'every-setting.json'] as const;

const isAccepted = ({ rule, kind }: Found) => accepted.some((one) => one.rule === rule && one.kind === kind);

const folder = await mkdtemp(join(tmpdir(), 'template-test-'));
afterAll(() => rm(folder, { recursive: true }));
let byCfnLint: FoundIn;
let byCheckov: FoundIn;
beforeAll(async () => {
  for (const [name, make] of Object.entries(templates)) await writeFile(join(folder, name), JSON.stringify(make()));
  byCfnLint = await cfnLint(folder, files);
  byCheckov = await checkov(folder, files);
}, 900_000);

test.each(ours)('cfn-lint has no error and no warning for %s', (name) => {
  expect(byCfnLint[name]).toEqual([]);
});

test.each(ours)('checkov finds nothing in %s that is not accepted with its reason', (name) => {
  expect(byCheckov[name]?.filter((found) => !isAccepted(found))).toEqual([]);
});

test.each(accepted)('checkov still finds $rule at $kind, which is accepted', ({ rule, kind }) => {
  expect(ours.flatMap((name) => byCheckov[name])).toContainEqual(expect.objectContaining({ rule, kind }));
});

test('both name rule and resource of what is wrong', () => {
  const open = { kind: 'AWS::SNS::Topic', resource: 'Open' };
  expect(byCfnLint['wrong.json']).toContainEqual({ rule: 'E3002', ...open });
  expect(byCheckov['wrong.json']?.filter((found) => !isAccepted(found))).toEqual([{ rule: 'CKV_AWS_26', ...open }]);
});

test('a Python that is too old is named with what is needed, before anything is fetched', async () => {
  const linters = join(import.meta.dirname, 'linters');
  const asked = python({ name: 'linters-too-new', folder: linters, oldest: [99, 0] });
  await expect(asked).rejects.toThrow(
    /^build\/linters-too-new needs Python 99\.0 or newer with venv \(on Debian: apt-get install -y python3-venv\)\.\n3\.\d+/,
  );
});
