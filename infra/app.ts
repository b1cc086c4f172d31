/** What `cdk` runs: one stage of cdk.json's context becomes a stack. `-c stage=NAME` chooses another than production. */
import { App } from 'aws-cdk-lib';
import { bundleReminders, bundleSend } from './bundle.ts';
import { ContextError, readContext, readUntimedContext } from './context.ts';
import { MessengerStack } from './stack.ts';
import { production, stackNameOf } from './stage.ts';

const app = new App();
try {
  const stage = String(app.node.tryGetContext('stage') ?? production);
  const messenger = app.node.tryGetContext('messenger');
  // A stage is taken away whatever it declares: a one-off that is over must not keep it.
  const isUntimed = Boolean(app.node.tryGetContext('untimed'));
  const context = isUntimed
    ? { ...readUntimedContext(messenger, stage), reminders: {} }
    : readContext(messenger, stage);
  new MessengerStack(app, stackNameOf(stage), { context, sendCode: bundleSend(), remindersCode: bundleReminders() });
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  // At once: an App left to end by itself would still write an empty assembly.
  process.exit(1);
}
