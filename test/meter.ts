/** What AWS would bill for, counted at the wire: the deployed bundle in a process of its own, between real far ends. */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSend, functionHandler } from '../infra/bundle.ts';
import { watch } from './canary.ts';
import { functionVariables } from './function-variables.ts';
import { startFauxqsPeer } from './peers/fauxqs-peer.ts';
import { accepts, answers, certificates, startHotTaskPeer } from './peers/hottask-peer.ts';
import { startLedgerPeer } from './peers/ledger-peer.ts';
import type { OnEnd } from './peers/on-end.ts';
import { startSecretsPeer } from './peers/secrets-peer.ts';

interface Line {
  _aws?: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  Entrance?: string;
}

export const startMeter = async (onEnd: OnEnd) => {
  const folder = mkdtempSync(join(tmpdir(), 'meter-'));
  onEnd(() => rmSync(folder, { recursive: true }));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, certificates.ca);

  const sockets = new Set<Socket>();
  const hottask = await startHotTaskPeer(
    (response, post) => {
      for (const socket of hottask.open) sockets.add(socket);
      hottask.answer(response, post);
    },
    certificates.good,
    onEnd,
  ).then((peer) => Object.assign(peer, { answer: answers(200, accepts) }));
  const [secrets, ledger, sqs] = [
    await startSecretsPeer({}, onEnd),
    await startLedgerPeer(undefined, onEnd),
    await startFauxqsPeer(onEnd),
  ];
  const { parked } = await sqs.createQueues();

  const child = fork(
    join(import.meta.dirname, 'metered-environment.ts'),
    [join(bundleSend(folder), functionHandler.file)],
    {
      env: {
        // As long as Lambda's own: they stand in each line.
        AWS_LAMBDA_FUNCTION_NAME: 'HotTaskMessenger-MessengerSendFunctionF839CB1E-aBcDeFgHiJkL',
        _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
        ...functionVariables({ secrets, ledger, hottask, parked }),
        NODE_EXTRA_CA_CERTS: ca,
      },
    },
  );
  onEnd(() => void child.kill());
  await once(child, 'message');

  return {
    /** What HotTask answers from now on. */
    hottask,
    /** One invocation. What it has cost, per invocation. */
    cost: async (event: unknown) => {
      const before = [ledger.calls.length, sqs.calls.length, secrets.reads.length] as const;
      sockets.clear();
      const told = once(child, 'message');
      child.send({ id: randomUUID(), event });
      const [{ ended, lines }] = (await told) as [{ ended: string; lines: string[] }];
      const calls = ledger.calls.slice(before[0]);
      const parsed = lines.map((line) => JSON.parse(watch(line)) as Line);
      return {
        ended,
        writes: calls.filter(({ operation }) => operation === 'UpdateItem').length,
        reads: calls.filter(({ operation }) => operation === 'GetItem').length,
        sends: sqs.calls.length - before[1],
        secrets: secrets.reads.length - before[2],
        logLines: lines.length,
        /** Each with its line break. */
        logBytes: lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0),
        /** TLS and TCP's payload towards HotTask. */
        bytesToHotTask: [...sockets].reduce((bytes, { bytesRead }) => bytes + bytesRead, 0),
        metrics: parsed.flatMap(metricsOf),
      };
    },
    /** DynamoDB's own measure of the largest item: names and values, and 100 bytes for each. */
    itemBytes: async () => {
      const sizes = (await ledger.items()).map((item) =>
        Object.entries(item).reduce((bytes, [name, value]) => bytes + Buffer.byteLength(name) + sizeOf(value), 0),
      );
      return Math.max(...sizes);
    },
  };
};

const sizeOf = (value: string | number) =>
  // A number takes a byte for two digits, and one.
  typeof value === 'number' ? Math.ceil(String(value).length / 2) + 1 : Buffer.byteLength(value);

/** Each metric that CloudWatch bills: a name with one set of dimensions. */
const metricsOf = ({ _aws, Entrance }: Line): string[] =>
  (_aws?.CloudWatchMetrics ?? []).flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => (names.includes('Entrance') ? `${Name} by ${Entrance}` : Name)),
    ),
  );
