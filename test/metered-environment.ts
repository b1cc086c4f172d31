/** One environment of Lambda: runs the bundle, one event after the other, and tells of each what it has logged. */
import { createRequire } from 'node:module';

const { handler } = createRequire(import.meta.url)(process.argv[2] as string);

let log: string[] = [];
for (const stream of [process.stdout, process.stderr])
  stream.write = ((chunk: string) => log.push(String(chunk)) > 0) as typeof stream.write;

process.on('message', async ({ id, event }: { id: string; event: unknown }) => {
  log = [];
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => 20_000 };
  const ended = await handler(event, context).then(
    () => 'answered',
    (error: Error) => error.name,
  );
  process.send?.({ ended, lines: log.join('').split('\n').filter(Boolean) });
});
process.send?.('ready');
