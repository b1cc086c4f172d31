/** The package as somebody else gets it: packed, installed into an empty project, and used there as the README says. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { blocks } from '../readme.ts';
import { makeStack } from '../stack-template.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const installed = join(root, 'node_modules');
const { context: flags } = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));

const dir = await mkdtemp(join(tmpdir(), 'packed-'));
afterAll(() => rm(dir, { recursive: true }));
const project = join(dir, 'project');
const unpacked = join(project, 'node_modules/hottask-messenger');

/** The machine's own Node and npm, which know nothing of this project: its packages' Node knows how to strip types. */
const ofThisRun = /^npm_(?!config_(registry|userconfig|cache)$)/;
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofThisRun.test(name))),
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter((part) => !part.includes('node_modules'))
    .join(delimiter),
};

const readme = blocks('ts').find((code) => code.includes("from 'hottask-messenger'")) ?? '';

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', dir], { cwd: root, env });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true }');
  // What it takes with it comes from npm; CDK, which it expects to be there, is this project's.
  const quiet = ['--legacy-peer-deps', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quiet, join(dir, filename)], { cwd: project, env });
  for (const peer of Object.keys(packageJson.peerDependencies))
    await symlink(join(installed, peer), join(project, 'node_modules', peer), 'dir');
}, 180_000);

const filesOf = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

describe('the package', () => {
  test('holds what is built, and nothing else: no test, no sandbox, no source', async () => {
    const files = (await filesOf(unpacked)).map((file) => file.slice(unpacked.length + 1)).sort();
    const built = files.filter((file) => file.startsWith('dist/'));
    expect(files.filter((file) => !built.includes(file))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    expect(built.filter((file) => !/^dist\/(infra|lambda)\/[\w/-]+\.(js|d\.ts)$/.test(file))).toEqual([
      'dist/reminders/index.cjs',
      'dist/send/index.cjs',
      'dist/send/node_modules/@aws-sdk/client-sqs/index.js',
    ]);
  });

  test('says nothing of the machine that it was built on', async () => {
    for (const file of await filesOf(unpacked)) {
      const text = await readFile(file, 'utf8');
      expect(text.includes(root) || text.includes(tmpdir()) || text.includes('sourceMappingURL='), file).toBe(false);
    }
  });

  test('takes with it what it imports, and no more', async () => {
    const files = (await filesOf(join(unpacked, 'dist'))).filter((file) => !/\/dist\/(send|reminders)\//.test(file));
    const imports = await Promise.all(
      files.map(async (file) => [...(await readFile(file, 'utf8')).matchAll(/ from '((?!\.|node:)[^']+)'/g)]),
    );
    const packages = imports.flat().map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0]);
    const { dependencies, peerDependencies } = packageJson;
    expect([...new Set(packages)].sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
  });

  test('is not published by mistake', async () => {
    // Were it not refused at once, nothing would answer there.
    const nowhere = ['--fetch-retries=0', '--registry', 'http://127.0.0.1:9', '--//127.0.0.1:9/:_authToken=none'];
    const publish = run('npm', ['publish', '--ignore-scripts', ...nowhere], { cwd: root, env });
    await expect(publish).rejects.toMatchObject({ stderr: expect.stringContaining('EPRIVATE') });
  });
});

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;

/** What the construct made, of a stack that holds more. */
const ofMessenger = (resources: Resources): Resources =>
  Object.fromEntries(Object.entries(resources).filter(([id]) => id.startsWith('Messenger')));

/** The project's own stack, set as the README's is. */
const own = () => {
  const settings = {
    serialNumber: '3254a9d0424c4806b9ea3d0763xxxxxx',
    rules: { mode: 'live', prefixes: { '+1': 'allow', '+1900': 'deny' } },
    onEvent: {
      'order-shipped': {
        pattern: { source: ['shop.orders'], 'detail-type': ['OrderShipped'] },
        template: { ToPhoneNumber: '{{detail.customer.phone}}', Message: 'Order {{detail.no}} is on its way.' },
      },
    },
  };
  const { stack, messenger } = makeStack(settings, 'Shop');
  messenger.subscribe(new Topic(stack, 'Reminders'));
  return ofMessenger(Template.fromStack(stack).toJSON().Resources);
};

const compilerOptions = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: [],
  outDir: 'out',
};

/** Types must be there to be wrong: without them all would be `any`, and each of these lines an error. */
const wrong = `
import type { HotTaskMessenger, HotTaskMessengerProps } from 'hottask-messenger';
// @ts-expect-error
export const misspelt: HotTaskMessengerProps = { maxConcurency: 5 };
// @ts-expect-error
export const untold = (messenger: HotTaskMessenger) => messenger.onEvent('a', { pattern: { detailTyp: ['b'] }, template: {} });
`;

describe.each(['commonjs', 'module'])('the README’s lines, in a project of type %s', (type) => {
  const app = join(project, type);
  const node = (context: object, outdir: string) =>
    run('node', ['out/shop.js'], {
      cwd: app,
      env: { ...env, CDK_OUTDIR: join(app, outdir), CDK_CONTEXT_JSON: JSON.stringify(context) },
    });
  const synthesized = async (context: object, outdir: string): Promise<Resources> => {
    await node(context, outdir);
    return JSON.parse(await readFile(join(app, outdir, 'Shop.template.json'), 'utf8')).Resources;
  };

  beforeAll(async () => {
    await mkdir(app);
    await writeFile(join(app, 'package.json'), JSON.stringify({ type }));
    await writeFile(join(app, 'shop.ts'), readme);
    await writeFile(join(app, 'wrong.ts'), wrong);
    await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['shop.ts', 'wrong.ts'] }));
  });

  test('are twenty at most', () => {
    expect(readme.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(20);
  });

  test('have the right types', async () => {
    const said = await run(join(installed, '.bin/tsc'), ['-p', app], { cwd: app }).then(
      () => '',
      ({ stdout }) => stdout as string,
    );
    // CDK's own declarations want Node's, which an empty project has not.
    const errors = said.split('\n').filter((line) => /error TS/.test(line) && !/^\S*\/aws-cdk-lib\//.test(line));
    expect(errors).toEqual([]);
  });

  test('make what the project’s own stack makes, to the letter, and beside it only what is theirs', async () => {
    const theirs = await synthesized(flags, 'cdk.out');
    expect(ofMessenger(theirs)).toEqual(own());
    const others = Object.entries(theirs).filter(([id]) => !id.startsWith('Messenger'));
    expect(others.map(([, { Type }]) => Type).sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::SNS::Topic',
    ]);
    expect(others.find(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')?.[1].Properties).toMatchObject({
      Namespace: 'HotTaskMessenger',
      MetricName: 'Unknown',
      Dimensions: [{ Name: 'Function', Value: { Ref: expect.stringMatching(/^MessengerSendFunction/) } }],
    });
  });

  test('give no other rights in an app that has none of CDK’s flags', async () => {
    const theirs = ofMessenger(await synthesized({}, 'plain.out'));
    expect(typesOf(theirs)).toEqual(typesOf(own()));
    expect(statementsOf(theirs)).toEqual(statementsOf(own()));
  });

  test('deploy two bundles that Lambda can load', async () => {
    const code = (await readdir(join(app, 'cdk.out'))).filter((name) => name.startsWith('asset.'));
    const both = `
      const { existsSync } = require('node:fs');
      const parks = existsSync('./node_modules') ? typeof require('@aws-sdk/client-sqs').SQSClient : '-';
      process.stdout.write(typeof require('./index.cjs').handler + ' ' + parks);`;
    const arn = 'arn:aws:sqs:us-east-1:000000000000:queue';
    const env = {
      AWS_REGION: 'us-east-1',
      HOTTASK_SECRET_ID: 'hottask',
      MESSENGER_SECRET_ID: 'messenger',
      LEDGER_TABLE: 'ledger',
      REMINDERS_TABLE: 'reminders',
      PARKED_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/parked',
      SCHEDULE_GROUP: 'group',
      SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/scheduler',
      QUEUE_ARN: arn,
      PARKED_QUEUE_ARN: arn,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    };
    // Lambda's Node, 24, and not the machine's.
    const load = (asset: string) => run(process.execPath, ['-e', both], { cwd: join(app, 'cdk.out', asset), env });
    const loaded = (await Promise.all(code.map(load))).map(({ stdout }) => stdout);
    expect(loaded.sort()).toEqual(['function -', 'function function']);
  });
});

const typesOf = (resources: Resources) =>
  Object.values(resources)
    .map(({ Type }) => Type)
    .sort();

/** Each action on each resource by itself: without CDK's flag statements of one action are not made one. */
const statementsOf = (resources: Resources): string[] => {
  const found: string[] = [];
  JSON.stringify(resources, (key, value) => {
    if (key !== 'Statement') return value;
    for (const { Action, Resource, ...statement } of value)
      for (const action of [Action].flat())
        for (const resource of [Resource].flat()) found.push(JSON.stringify({ ...statement, action, resource }));
    return undefined;
  });
  expect(found).not.toEqual([]);
  return found.sort();
};
