/** What `cdk` runs: one stage of cdk.json's context becomes a stack. `-c stage=NAME` chooses another than production. */
import { App } from 'aws-cdk-lib';
import { bundleReminders, bundleSend } from './bundle.ts';
import { ContextError, readContext, readUntimedContext } from './context.ts';
import { MessengerStack } from './stack.ts';
import { production, stackNameOf } from './stage.ts';

const app = new App();
try {
  const stage = String(app.node.tryGetContext('stage') ?? production);
  // A stage whose one-off is over can be taken away all the same.
  const read = app.node.tryGetContext('untimed') ? readUntimedContext : readContext;
  const context = read(app.node.tryGetContext('messenger'), stage);
  new MessengerStack(app, stackNameOf(stage), { context, sendCode: bundleSend(), remindersCode: bundleReminders() });
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  // At once: an App left to end by itself would still write an empty assembly.
  process.exit(1);
}
