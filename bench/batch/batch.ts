/**
 * What a batch costs: ten records at once against one, and several environments against what their number promises.
 * HotTask takes 200 ms; Secrets Manager and DynamoDB answer at once. Ends with 1 where a limit is passed.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSend, functionHandler } from '../../infra/bundle.ts';
import { mainQueue } from '../../lambda/wiring.ts';
import { median } from '../cold-start/median.ts';
import { startFarEnds } from './far-ends.ts';

const hottaskMs = 200;
const rounds = Number(process.env.RUNS ?? 15);
/** As many as this machine has cores for, beside the far ends. */
const environments = Number(process.env.ENVIRONMENTS ?? 2);
const limits = { batch: 1.15, throughput: 0.9 };

const folder = mkdtempSync(join(tmpdir(), 'bench-batch-'));
const bundle = join(bundleSend(folder), functionHandler.file);
const farEnds = await startFarEnds(hottaskMs);
const children: ChildProcess[] = [];

const start = async (): Promise<ChildProcess> => {
  const child = fork(join(import.meta.dirname, 'environment.ts'), [bundle], {
    env: { ...process.env, ...farEnds.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // its log is a line for each text
  });
  children.push(child);
  await once(child, 'message');
  return child;
};

const records = (count: number) => ({
  Records: Array.from({ length: count }, () => ({
    messageId: randomUUID(),
    body: JSON.stringify({
      SerialNumber: '3254a9d0424c4806b9ea3d0763abcdef',
      ToPhoneNumber: '+12025550123',
      Message: 'Hello!',
      IdempotencyKey: randomUUID(),
    }),
    attributes: { SentTimestamp: String(Date.now()) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  })),
});

/** Milliseconds that the handler took. Fails where a record was not sent. */
const run = async (child: ChildProcess, count: number): Promise<number> => {
  const answered = once(child, 'message');
  child.send(records(count));
  const [{ ms, answer }] = await answered;
  if (answer?.batchItemFailures?.length !== 0) throw new Error(`records came back: ${JSON.stringify(answer)}`);
  return ms;
};

try {
  const all = await Promise.all(Array.from({ length: environments }, start));
  const [one] = all as [ChildProcess];
  for (const child of all) for (let i = 0; i < 3; i += 1) await run(child, mainQueue.batch); // warm

  const [single, ten]: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i += 1) {
    single.push(await run(one, 1));
    ten.push(await run(one, mainQueue.batch));
  }
  const ratio = median(ten.map((ms, i) => ms / (single[i] as number)));

  const before = farEnds.posts();
  const began = performance.now();
  await Promise.all(
    all.map(async (child) => {
      for (let i = 0; i < rounds; i += 1) await run(child, mainQueue.batch);
    }),
  );
  const perSecond = ((farEnds.posts() - before) / (performance.now() - began)) * 1_000;
  const promised = (environments * mainQueue.batch) / (median(single) / 1_000);
  const share = perSecond / promised;

  console.log(`medians of ${rounds}, HotTask takes ${hottaskMs} ms:`);
  console.log(`  one record       ${median(single).toFixed(0)} ms  1.00`);
  console.log(`  a batch of ten   ${median(ten).toFixed(0)} ms  ${ratio.toFixed(2)}  (at most ${limits.batch})`);
  console.log(
    `${environments} environments: ${perSecond.toFixed(0)} texts a second, ${share.toFixed(2)} of environments x batch / one record's time (at least ${limits.throughput})`,
  );
  process.exitCode = ratio <= limits.batch && share >= limits.throughput ? 0 : 1;
} finally {
  for (const child of children) child.kill();
  farEnds.close();
  rmSync(folder, { recursive: true });
}
