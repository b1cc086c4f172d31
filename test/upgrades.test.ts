/** What docs/upgrades.md says of `cdk diff`: what must not stand in it does stand there before anything is lost. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { expect, onTestFinished, test } from 'vitest';
import { ids, makeStack, type Resource } from './stack-template.ts';

const paper = readFileSync(new URL('../docs/upgrades.md', import.meta.url), 'utf8');
const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin/cdk');

const { stack } = makeStack({});
const { directory } = (stack.node.root as App).synth();
const template = readFileSync(join(directory, `${stack.stackName}.template.json`), 'utf8');
const resources = () => JSON.parse(template) as { Resources: Record<string, Resource> };

/** What CDK's own command says of the resources, where this is deployed and ours is to come. It asks no account. */
const diffFrom = (deployed: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'upgrades-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'deployed.json');
  writeFileSync(file, deployed);
  const args = [cdk, 'diff', stack.stackName, '--app', directory, '--template', file];
  const env = { ...process.env, CDK_DISABLE_VERSION_CHECK: '1', NO_COLOR: '1' };
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  return (stdout + stderr).split('\nResources\n')[1] ?? `no resources differ: ${stdout}${stderr}`;
};

test('it names all that holds state and nothing else, and each keeps its place at every update', () => {
  const retained = Object.entries(resources().Resources).flatMap(([id, { DeletionPolicy, UpdateReplacePolicy }]) =>
    DeletionPolicy === 'Retain' && UpdateReplacePolicy === 'Retain' ? [id] : [],
  );
  expect(retained.sort()).toEqual(Object.values(ids).sort());
  const told = /^At (.*) none of these words/m.exec(paper)?.[1]?.match(/\w+(?=`)/g);
  expect(told?.sort()).toEqual(retained.map((id) => id.slice('Messenger'.length, -8)).sort());
});

test('what would be lost stands in the diff before it is: a ledger as an orphan, a queue as replace, and another Pepper by its generator alone', () => {
  const deployed = resources();
  Object.assign(deployed.Resources[ids.queue]?.Properties ?? {}, { QueueName: 'another' });
  const generator = { GenerateSecretString: { PasswordLength: 40 } };
  Object.assign(deployed.Resources[ids.messengerSecret]?.Properties ?? {}, generator);
  const diff = diffFrom(JSON.stringify(deployed).replaceAll(ids.ledger, 'MessengerRenamedLedger'));
  expect(diff).toMatch(/^\[-\] AWS::DynamoDB::Table .*MessengerRenamedLedger orphan$/m);
  expect(diff).toMatch(new RegExp(`^\\[\\+\\] AWS::DynamoDB::Table .*${ids.ledger}$`, 'm'));
  expect(diff).toMatch(new RegExp(`^\\[~\\] AWS::SQS::Queue .*${ids.queue} replace$`, 'm'));
  expect(diff).toMatch(
    new RegExp(`^\\[~\\] AWS::SecretsManager::Secret .*${ids.messengerSecret}\n.*GenerateSecretString$`, 'm'),
  );
}, 60_000);

test('the index of the reminders comes without another table in the place of theirs', () => {
  const deployed = resources();
  const table = deployed.Resources[ids.reminders]?.Properties as Record<string, unknown>;
  delete table.GlobalSecondaryIndexes;
  table.AttributeDefinitions = (table.AttributeDefinitions as { AttributeName: string }[]).filter(
    ({ AttributeName }) => AttributeName !== 'dueAt',
  );
  const diff = diffFrom(JSON.stringify(deployed));
  expect(diff).toMatch(new RegExp(`^\\[~\\] AWS::DynamoDB::Table \\S+ ${ids.reminders}$`, 'm'));
  expect(diff.match(/(?<=^ \S─ )\[.\] \w+/gm)).toEqual(['[~] AttributeDefinitions', '[+] GlobalSecondaryIndexes']);
  expect(diff).not.toMatch(/replace|orphan|destroy/);
}, 60_000);
