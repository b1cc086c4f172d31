/** One cold start: a new process under AWS's own runtime client, timed until it has answered its first event. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { sendFunction } from '../../lambda/wiring.ts';
import { runtimeClient } from './install.ts';
import type { Measured } from './measured.ts';
import { median } from './median.ts';
import { startRuntimeApi } from './runtime-api.ts';

/** In milliseconds. */
export interface Times {
  /** Start of the process → it asks for its first event. */
  init: number;
  /** From there → its first answer. */
  first: number;
  total: number;
  /** Median of the calls after it. */
  warm: number;
}

const giveUpMs = 60_000;

export const coldStart = async ({ dir, handler, env }: Measured): Promise<Times> => {
  const api = await startRuntimeApi();
  const began = performance.now();
  const child = spawn(process.execPath, [runtimeClient, handler], {
    cwd: dir,
    env: { ...lambdaEnv, ...env, AWS_LAMBDA_RUNTIME_API: api.address, LAMBDA_TASK_ROOT: dir, _HANDLER: handler },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: giveUpMs,
    killSignal: 'SIGKILL',
  });
  const ended = Promise.all([text(child.stderr), once(child, 'close')]);
  const died = ended.then(([stderr]) => Promise.reject(new Error(`The process ended before its answer:\n${stderr}`)));
  try {
    const { polled, answered, warm } = await Promise.race([api.heard, died]);
    return { init: polled - began, first: answered - polled, total: answered - began, warm: median(warm) };
  } finally {
    child.kill('SIGKILL');
    api.close();
    await ended; // its end must not take time from the next one
  }
};

/** What Lambda puts into the environment, as far as runtime client and SDK read it. The credentials are dummies. */
const lambdaEnv = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIABENCH',
  AWS_SECRET_ACCESS_KEY: 'dummy',
  AWS_SESSION_TOKEN: 'dummy',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(sendFunction.memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
  AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
  // There is no X-Ray daemon here; a tracer that waits for one would be measured unfairly.
  POWERTOOLS_TRACE_ENABLED: 'false',
};
