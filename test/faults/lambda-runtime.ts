/** Lambda's part in a process of its own: a message in is one invocation of the bundle, a message out is its answer. */
import { createRequire, flushCompileCache } from 'node:module';

const [, here, bundle] = process.argv as [string, string, string];
const { handler } = createRequire(here)(bundle);
// It is killed before it could do so at its end.
flushCompileCache();
const say = (line: object) => process.send?.(line);

/** What each invocation has logged so far: its caller is told with the answer, as Lambda can. */
const logged = new Map<string, string[]>();
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((chunk: string, ...rest: never[]) => {
  for (const [invocation, lines] of logged) if (String(chunk).includes(invocation)) lines.push(String(chunk));
  return write(chunk, ...rest);
}) as typeof process.stdout.write;

interface Asked {
  /** Lambda's request id. */
  id: string;
  event: unknown;
  remainingMs: number;
}

process.on('message', async ({ id, event, remainingMs }: Asked) => {
  const lines: string[] = [];
  logged.set(id, lines);
  const deadline = Date.now() + remainingMs;
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    // As text, as on Lambda: a SessionID has more digits than a number keeps.
    say({ id, answer: JSON.stringify(await handler(event, context)), lines });
  } catch (error) {
    const { name, message, stack } = error as Error;
    say({ id, threw: { name, message, stack }, lines });
  } finally {
    logged.delete(id);
  }
});
say({ ready: true });
