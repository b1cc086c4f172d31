/** One environment of Lambda: loads the deployed bundle, and runs one event after the other as its parent asks. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const { handler } = createRequire(import.meta.url)(process.argv[2] as string);

process.on('message', async (event) => {
  const began = performance.now();
  const answer = await handler(event, { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => 20_000 });
  process.send?.({ ms: performance.now() - began, answer });
});
process.send?.('ready');
