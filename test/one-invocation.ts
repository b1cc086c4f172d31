/** The bundle that is deployed, in a fresh process for each invocation, against a sandbox: its answer, and what it logs. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { bundleSend, functionHandler } from '../infra/bundle.ts';
import { watch } from './canary.ts';
import { sharedSandbox } from './sandbox-process.ts';

export const sandbox = await sharedSandbox();
const folder = await mkdtemp(join(tmpdir(), 'hottask-messenger-'));
afterAll(() => rm(folder, { recursive: true }));
const bundle = join(bundleSend(folder), functionHandler.file);

const context = `{ awsRequestId: '2f1ec1f1-0000-4000-8000-000000000000', getRemainingTimeInMillis: () => 20000 }`;
const env = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_LAMBDA_FUNCTION_NAME: 'the-function',
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_ENDPOINT_URL: sandbox.aws,
  HOTTASK_URL: sandbox.hottask,
  HOTTASK_SECRET_ID: 'hottask-secret-key',
  MESSENGER_SECRET_ID: 'hottask-messenger',
  LEDGER_TABLE: 'hottask-messenger-ledger',
  REMINDERS_TABLE: 'hottask-messenger-reminders',
  PARKED_QUEUE_URL: `${sandbox.aws}/000000000000/hottask-messenger-parked`,
  SEND_RULES: '{"mode":"live","prefixes":{"+1":"allow"}}',
};

/** Ends the process as soon as it has logged a line that holds this. */
const dyingAt = (words: string) => `
  const { write } = process.stdout;
  process.stdout.write = (line, ...more) => {
    write.call(process.stdout, line, ...more);
    if (line.includes(${JSON.stringify(words)})) process.exit();
  };`;

interface Circumstances {
  /** Other settings and far ends. */
  env?: Record<string, string>;
  /** It is killed as soon as it has logged this. */
  killedAt?: string;
}

/** The answer, or the thrown error's name, and each line that it logged: `errors` apart from the others. */
export const invoke = async (event: unknown, { env: other = {}, killedAt }: Circumstances = {}) => {
  const code = `${killedAt ? dyingAt(killedAt) : ''}
    require(${JSON.stringify(bundle)}).handler(${JSON.stringify(event)}, ${context})
    .catch((error) => ({ threw: error.name, text: error.message, stack: error.stack }))
    .then((answer) => console.log(JSON.stringify({ answer })))`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--eval', code], {
    env: { ...env, ...other },
  });
  const parsed = (output: string) =>
    output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const lines = parsed(stdout);
  const answer = (killedAt ? {} : lines.pop()?.answer) as Record<string, unknown>;
  if (answer.statusCode !== 200) watch(JSON.stringify(answer));
  watch(JSON.stringify(lines) + stderr);
  return { answer, lines, errors: parsed(stderr) };
};
