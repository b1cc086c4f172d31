/** What a reviewer's checklist finds: cdk-nag's packs AwsSolutions and Serverless, over all that a setting can add. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { everySetting } from './every-setting.ts';
import { makeStack } from './stack-template.ts';

/** The rules that find something. `add` puts more into the stack. */
const found = (messenger: object, add: (stack: Stack) => void = () => {}): string[] => {
  const { stack, outdir } = makeStack(messenger);
  add(stack);
  const app = stack.node.root as App;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  try {
    app.synth();
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') throw error;
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  return pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
    violations.map(({ ruleName }) => ruleName),
  );
};

test('nothing is found that is not acknowledged with its reason', () => {
  expect(found(everySetting)).toEqual([]);
});

test('but a queue that takes plain HTTP is', () => {
  const rules = found({}, (stack) => new Queue(stack, 'Open'));
  expect(rules.sort()).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4', 'Serverless-SQSRedrivePolicy']);
});
