/** What `cdk` runs: cdk.json's context becomes the stack. */
import { App } from 'aws-cdk-lib';
import { bundleSend } from './bundle.ts';
import { ContextError, readContext } from './context.ts';
import { MessengerStack } from './stack.ts';

const app = new App();
try {
  const context = readContext(app.node.tryGetContext('messenger'));
  new MessengerStack(app, 'HotTaskMessenger', { context, sendCode: bundleSend() });
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  console.error(error.message);
  // At once: an App left to end by itself would still write an empty assembly.
  process.exit(1);
}
