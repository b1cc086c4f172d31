/** A Lambda environment in miniature: one process, a line of JSON in is one invocation, a line out is what is left of it. */
import { createInterface } from 'node:readline';
import { setDefaultCACertificates } from 'node:tls';
import { makeFunction } from './function.ts';

const { ca, hottask, secrets, ledger, parked, timings } = JSON.parse(process.argv[2] as string);
setDefaultCACertificates([ca]);
const fn = makeFunction({ hottask: { url: hottask }, secrets: { url: secrets }, ledger, parked, timings });
const resources = () => process.getActiveResourcesInfo().sort();
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

createInterface(process.stdin).on('line', async (line) => {
  const { ask, event } = JSON.parse(line);
  if (ask === 'ping') return say({ pong: true });
  const result = await (ask === 'post' ? fn.post() : fn.invoke(event)).then(
    (answer) => ({ state: (answer as { state?: string }).state }),
    (error: Error) => ({ threw: error.name }),
  );
  // Node puts away a destroyed socket in the next turns of its loop; handing the answer to Lambda takes more of them.
  for (let turn = 0; turn < 20 && difference(resources(), atRest).length > 0; turn += 1) {
    await new Promise(setImmediate);
  }
  say({ ...result, left: difference(resources(), atRest) });
});
say({ ready: true });
const atRest = resources();

function difference(now: string[], before: string[]): string[] {
  const rest = [...before];
  return now.filter((name) => {
    const at = rest.indexOf(name);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
