/** One environment of Lambda: a process that runs the bundle, and can be killed, stopped and woken from outside. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { sendFunction } from '../../lambda/wiring.ts';
import { watch } from '../canary.ts';
import { type FarEnds, functionVariables } from '../function-variables.ts';
import type { OnEnd } from '../peers/on-end.ts';
import type { Deployment } from './deployment.ts';

/** Where this process finds its far ends, and how it differs from the others. */
export interface Setting extends FarEnds {
  /** How far its clock is ahead, in milliseconds. @default 0 */
  aheadMs?: number;
}

/** `lost`: the process was killed before it had answered. `lines`: what the invocation has logged. */
export type Answered =
  | { answer: string; lines: string[] }
  | { threw: { name: string; message: string }; lines: string[] }
  | { lost: true };

export interface Environment {
  /** One invocation, of 20 s. Rejects where the process ended by itself. */
  invoke: (event: unknown) => Promise<Answered>;
  /** Ends it at once; what it was doing is lost. False where it had ended before. */
  kill: () => Promise<boolean>;
  /** Resolves once it stands still. */
  freeze: () => Promise<void>;
  thaw: () => void;
  setAheadMs: (ms: number) => void;
  /** Whether it was killed, stopped, or its clock was moved: the next message would meet that. */
  isTouched: () => boolean;
  /** Whether it has logged such a line since its start, or since that was forgotten. */
  hasLogged: (form: RegExp) => Promise<boolean>;
  forgetLog: () => void;
}

const alive = new Set<ChildProcess>();
/** One that is stopped would outlive us: it does not see that we are gone. */
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export const startEnvironment = async (
  deployment: Deployment,
  setting: Setting,
  onEnd: OnEnd,
): Promise<Environment> => {
  const clock = makeClock(deployment.folder, setting.aheadMs ?? 0);
  const { clock: preload, runtime, bundle } = deployment;
  const child = spawn(process.execPath, ['--use-openssl-ca', '--require', preload, runtime, bundle], {
    env: environmentOf(deployment, setting, clock.file),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  alive.add(child);
  const exited = once(child, 'exit');
  let isKilled = false;
  let isTouched = false;
  const kill = async () => {
    isKilled = true;
    isTouched = true;
    const isOurs = child.kill('SIGKILL');
    await exited;
    return isOurs && child.signalCode === 'SIGKILL';
  };
  onEnd(async () => {
    await kill();
    clock.close();
  });

  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr] as Readable[])
    createInterface(stream).on('line', (line) => lines.push(watch(line)));

  const waiting = new Map<string, ReturnType<typeof Promise.withResolvers<Answered>>>();
  const ready = Promise.withResolvers<void>();
  child.on('message', ({ id, ready: isReady, ...answered }: { id: string; ready?: true }) => {
    if (isReady) return ready.resolve();
    waiting.get(id)?.resolve(answered as Answered);
    waiting.delete(id);
  });
  child.once('exit', (code, signal) => {
    alive.delete(child);
    const unasked = new Error(`a process ended by itself (${code ?? signal}): ${lines.join('\n')}`);
    ready.reject(unasked);
    for (const { resolve, reject } of waiting.values()) isKilled ? resolve({ lost: true }) : reject(unasked);
  });
  await ready.promise;

  return {
    invoke: (event) => {
      const answered = Promise.withResolvers<Answered>();
      const id = randomUUID();
      waiting.set(id, answered);
      child.send({ id, event, remainingMs: sendFunction.timeoutSeconds * 1_000 });
      return answered.promise;
    },
    kill,
    freeze: async () => {
      isTouched = true;
      child.kill('SIGSTOP');
      while (!standsStill(child.pid as number)) await turn();
    },
    thaw: () => child.kill('SIGCONT'),
    setAheadMs: (ms) => {
      isTouched = true;
      clock.set(ms);
    },
    isTouched: () => isTouched,
    // It has written its lines before its answer, but they come through another pipe.
    hasLogged: async (form) => {
      for (let turns = 0; turns < 50 && !lines.some((line) => form.test(line)); turns += 1) await turn();
      return lines.some((line) => form.test(line));
    },
    forgetLog: () => {
      lines.length = 0;
    },
  };
};

/** By what the system says of a process: T is for stopped. */
const standsStill = (pid: number): boolean =>
  process.platform === 'linux'
    ? /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    : execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'latin1' }).startsWith('T');

const makeClock = (folder: string, aheadMs: number) => {
  const file = join(folder, `clock-${randomUUID()}`);
  const descriptor = openSync(file, 'w');
  // Always as many bytes: who looks while it is written sees the old time or the new.
  const set = (ms: number) => void writeSync(descriptor, String(ms).padStart(16), 0, 'latin1');
  set(aheadMs);
  return { file, set, close: () => closeSync(descriptor) };
};

const environmentOf = ({ ca, envOf }: Deployment, setting: Setting, clockFile: string) => ({
  ...functionVariables(setting),
  // In the place of the usual authorities: reading those takes a tenth of a start.
  SSL_CERT_FILE: ca,
  CLOCK_FILE: clockFile,
  ...envOf?.(setting),
});
