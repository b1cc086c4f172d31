/** The stack as CloudFormation would get it: synthesized without account or network, under the flags of cdk.json. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { bundleReminders, bundleSend } from '../infra/bundle.ts';
import { readContext } from '../infra/context.ts';
import type { HotTaskMessenger } from '../infra/hottask-messenger.ts';
import { MessengerStack } from '../infra/stack.ts';

const dir = mkdtempSync(join(tmpdir(), 'stack-'));
process.once('exit', () => rmSync(dir, { recursive: true }));
const code = { sendCode: bundleSend(join(dir, 'send')), remindersCode: bundleReminders(join(dir, 'reminders')) };
const { context: flags } = JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'));

/** Before it is synthesized, for who adds something to it. */
export const makeStack = (messenger: object, name = 'HotTaskMessenger') => {
  const app = new App({ context: flags, outdir: mkdtempSync(join(dir, 'out-')) });
  const stack = new MessengerStack(app, name, { context: readContext({ staging: messenger }, 'staging'), ...code });
  return { stack, outdir: app.outdir, messenger: stack.node.findChild('Messenger') as HotTaskMessenger };
};

export const synthesize = (messenger: object): Template => Template.fromStack(makeStack(messenger).stack);

export interface Resource {
  Properties: Record<string, unknown>;
  DeletionPolicy: string;
  UpdateReplacePolicy: string;
  DependsOn?: string[];
}

export const all = (type: string, from: Template): [string, Resource][] =>
  Object.entries(from.findResources(type)) as never;

export const only = (type: string, from: Template): Resource['Properties'] => {
  const found = all(type, from);
  expect(found).toHaveLength(1);
  return (found[0] as [string, Resource])[1].Properties;
};

/** The properties of the one of this id. */
export const resource = (id: string, from: Template): Resource['Properties'] =>
  (from.toJSON().Resources as Record<string, Resource>)[id]?.Properties ?? {};

/** Renaming one of these deletes nothing, and yet loses it: a new, empty one takes its place. */
export const ids = {
  hottaskSecret: 'MessengerHotTaskSecretBD67430C',
  messengerSecret: 'MessengerMessengerSecretBB380D24',
  sendLog: 'MessengerSendLogFE84C55C',
  accessLog: 'MessengerAccessLogC858131B',
  remindersLog: 'MessengerRemindersLogC25CD6D3',
  ledger: 'MessengerLedger75F92C5F',
  reminders: 'MessengerRemindersE88DCF13',
  schedules: 'MessengerSchedules92F224F1',
  queue: 'MessengerQueue6C582958',
  parked: 'MessengerParked0C446D1A',
} as const;

/** The functions have nothing that would be lost with them. */
export const functions = {
  send: 'MessengerSendFunctionF839CB1E',
  reminders: 'MessengerRemindersFunction311653AF',
} as const;

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
