/** Lambda's part in a process of its own: a message in is one invocation of the bundle, a message out is its answer. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const [, , bundle] = process.argv as [string, string, string];
/** What V8 made of the bundle, as the first process to answer has left it: hundreds start, and each would compile it anew. */
const compiled = `${bundle}.compiled`;

const load = () => {
  const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`;
  const script = new Script(source, { filename: bundle, ...(cachedData && { cachedData }) });
  const module = { exports: {} as { handler: (event: unknown, context: object) => Promise<unknown> } };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
  return { script, isCompiled: cachedData !== undefined, handler: module.exports.handler };
};
const { script, isCompiled, handler } = load();

/** Its functions are compiled when they are first called, so not before an answer. */
const keep = () => {
  if (isCompiled || existsSync(compiled)) return;
  const mine = `${compiled}.${process.pid}`;
  writeFileSync(mine, script.createCachedData());
  renameSync(mine, compiled);
};
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
    keep();
  }
});
say({ ready: true });
