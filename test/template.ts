/** What `cdk deploy` would create: synthesized once, without account or network. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, expect } from 'vitest';
import { bundleSend } from '../infra/bundle.ts';
import { readContext } from '../infra/context.ts';
import { MessengerStack } from '../infra/stack.ts';

const dir = mkdtempSync(join(tmpdir(), 'stack-'));
afterAll(() => rmSync(dir, { recursive: true }));
const sendCode = bundleSend(join(dir, 'send'));
const { context: flags } = JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'));

export const synthesize = (messenger: object): Template => {
  const app = new App({ context: flags, outdir: mkdtempSync(join(dir, 'out-')) });
  return Template.fromStack(new MessengerStack(app, 'HotTaskMessenger', { context: readContext(messenger), sendCode }));
};

export const template = synthesize({});

export interface Resource {
  Properties: Record<string, unknown>;
  DeletionPolicy: string;
  UpdateReplacePolicy: string;
}
export const all = (type: string, from = template): [string, Resource][] =>
  Object.entries(from.findResources(type)) as never;
export const only = (type: string, from = template): Resource['Properties'] => {
  const found = all(type, from);
  expect(found).toHaveLength(1);
  return (found[0] as [string, Resource])[1].Properties;
};
