/** Lambda's part in a process of its own: a message in is one invocation of the bundle, a message out is its answer. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const [, here, bundle] = process.argv as [string, string, string];
const { handler } = createRequire(here)(bundle);
const say = (line: object) => process.send?.(line);

process.on('message', async ({ id, event, remainingMs }: { id: number; event: unknown; remainingMs: number }) => {
  const deadline = Date.now() + remainingMs;
  const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    // As text, as on Lambda: a SessionID has more digits than a number keeps.
    say({ id, answer: JSON.stringify(await handler(event, context)) });
  } catch (error) {
    const { name, message, stack } = error as Error;
    say({ id, threw: { name, message, stack } });
  }
});
say({ ready: true });
