/** Lambda freezes a process between invocations, and may freeze it in one: what wakes up must not send. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { watch } from './canary.ts';
import { answers, certificates, reset, startHotTaskPeer, startTcpPeer } from './peers/hottask-peer.ts';
import { type Call, startLedgerPeer } from './peers/ledger-peer.ts';
import { parkedQueue } from './peers/parked-queue.ts';
import { awsError, startSecretsPeer } from './peers/secrets-peer.ts';

const timings = {
  secretsWithinMs: 300,
  claimWithinMs: 300,
  recallWithinMs: 300,
  connectWithinMs: 300,
  answerWithinMs: 300,
  settleWithinMs: 200,
  parkWithinMs: 100,
};
/** Longer than any timer of the function, and than all of them together. */
const longerMs = 700;

const startChild = async (hottask: { url: string }) => {
  const secrets = await startSecretsPeer();
  const ledger = await startLedgerPeer();
  const { url, table } = ledger;
  const setting = {
    ca: certificates.ca,
    hottask: hottask.url,
    secrets: secrets.url,
    ledger: { url, table },
    parked: await parkedQueue(),
    timings,
  };
  const child = spawn(
    process.execPath,
    [new URL('./frozen-child.ts', import.meta.url).pathname, JSON.stringify(setting)],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk) => watch(chunk.toString()));
  const lines = createInterface(child.stdout);
  const said = async () => JSON.parse(watch((await once(lines, 'line'))[0]));
  await said();
  return {
    ask: (line: object) => {
      child.stdin.write(`${JSON.stringify(line)}\n`);
      return said();
    },
    secrets,
    ledger,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
  };
};

const cases = {
  'HotTask accepted it': [answers(200, '{"Data":{"Status":"True"},"Success":true,"Code":200}'), 'Sent'],
  'HotTask refused it': [answers(400, '{}'), 'Refused'],
  'HotTask never answered': [() => {}, 'Unknown'],
  'HotTask reset the connection': [reset, 'Unknown'],
  'HotTask’s answer stalled': [(response) => response.writeHead(200).write('{'), 'Unknown'],
} satisfies Record<string, [Parameters<typeof startHotTaskPeer>[0], string]>;

test('HotTask would keep the connection: it is not kept, and the caller hears the answer at once', async () => {
  const hottask = await startHotTaskPeer();
  const child = await startChild(hottask);
  const began = performance.now();
  await child.ask({ ask: 'post' });
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(hottask.open.size).toBe(0);
});

test.each(Object.entries(cases))(
  '%s: nothing is left open, and a freeze after the answer sends nobody a second text',
  async (_case, [behave, state]) => {
    const hottask = await startHotTaskPeer(behave);
    const child = await startChild(hottask);
    expect(await child.ask({ ask: 'post' })).toEqual({ state, left: [] });

    child.freeze();
    await pass(longerMs);
    child.thaw();
    expect(await child.ask({ ask: 'ping' })).toEqual({ pong: true });
    expect(hottask.posts).toHaveLength(1);
    expect(hottask.open.size).toBe(0);
  },
);

test('a freeze while the connection is made: the time is over when it wakes, and nobody is texted late', async () => {
  const hottask = await startHotTaskPeer();
  const { connect } = await import('node:net');
  const held = await startTcpPeer(() => {});
  const child = await startChild(held);
  const answer = child.ask({ ask: 'post' });
  while (held.sockets.length === 0) await pass(5);

  child.freeze();
  await pass(longerMs);
  // Only now does the far end answer: TLS comes up at once in the process that wakes.
  for (const socket of held.sockets) socket.pipe(connect(Number(new URL(hottask.url).port), '127.0.0.1')).pipe(socket);
  child.thaw();
  expect(await answer).toEqual({ state: 'NotSent', left: [] });
  expect(hottask.posts).toEqual([]);
});

test('a refusal that is thrown leaves nothing open either', async () => {
  const child = await startChild(await startHotTaskPeer(answers(422, '{}')));
  const event = { SerialNumber: 'a', ToPhoneNumber: '+12025550123', Message: 'Hello!', IdempotencyKey: 'k' };
  expect(await child.ask({ ask: 'invoke', event })).toEqual({ threw: 'Refused', left: [] });
  expect(await child.ask({ ask: 'invoke', event: {} })).toEqual({ threw: 'InvalidMessage', left: [] });
});

test('Secrets Manager hangs: nothing is left open', async () => {
  const child = await startChild(await startHotTaskPeer());
  child.secrets.fault = () => true;
  expect(await child.ask({ ask: 'post' })).toEqual({ state: 'NotSent', left: [] });
});

test('Secrets Manager throttles: nothing is left open, no pause between two reads either', async () => {
  const child = await startChild(await startHotTaskPeer());
  child.secrets.fault = awsError('ThrottlingException');
  expect(await child.ask({ ask: 'post' })).toEqual({ state: 'NotSent', left: [] });
});

test.each<[string, (call: Call) => boolean, string, number]>([
  ['the claim', ({ isClaim }) => isClaim, 'NotSent', 0],
  ['the settle', ({ operation, isClaim }) => operation === 'UpdateItem' && !isClaim, 'Sent', 1],
])(
  'DynamoDB never answers %s: nothing is left open, and what wakes up sends and claims nothing',
  async (_case, which, state, texts) => {
    const hottask = await startHotTaskPeer();
    const child = await startChild(hottask);
    child.ledger.fault = which;
    expect(await child.ask({ ask: 'post' })).toEqual({ state, left: [] });

    const asked = child.ledger.calls.length;
    child.freeze();
    await pass(longerMs);
    child.thaw();
    expect(await child.ask({ ask: 'ping' })).toEqual({ pong: true });
    expect(child.ledger.calls).toHaveLength(asked);
    expect(hottask.posts).toHaveLength(texts);
  },
);
