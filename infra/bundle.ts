/** How each function becomes the one file that Lambda loads. The stack, the tests and the bench all use this description. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { functionHandler } from './function-code.ts';

const root = join(import.meta.dirname, '..');

/**
 * Asked for by import() only where an operation streams events; none of ours does. Inside, that import() would make
 * esbuild wrap 158 modules of the SDK's core each in a function: 0.1 of a bare cold start more.
 */
const unusedEventStreams = ['@smithy/core/event-streams'];

/**
 * Parts of the SDK that Lambda has no use for, and what stands in their place. Where a new version of the SDK takes more
 * of a part than there is, the build fails and names it.
 */
const instead = {
  'node:fs/promises': './infra/in-the-bundle/no-profiles.ts',
  '@aws-sdk/credential-provider-node': './infra/in-the-bundle/credentials.ts',
  '@smithy/node-http-handler': './infra/in-the-bundle/own-handler.ts',
};

/**
 * Most environments never park anything, so SQS's client is a file beside the function's, loaded when it is first needed:
 * inside, it would be 27 KB more to read at each start, and 80 KB where esbuild keeps it for later.
 */
const loadedLater = '@aws-sdk/client-sqs';

export { functionHandler };

/**
 * Writes the bundle into `outdir` and returns that directory. The same sources give the same bytes, wherever it is built.
 * @param outdir in a test a directory of its own, since tests run at the same time. @default build/send
 */
export const bundleSend = (outdir = join(root, 'build/send')): string => {
  buildSync({
    ...shared,
    entryPoints: ['lambda/send.lambda.ts'],
    outfile: join(outdir, functionHandler.file),
    external: [...shared.external, loadedLater],
  });
  buildSync({
    ...shared,
    // What io/parked.ts takes of it, and no more.
    stdin: { contents: `export { SQSClient, SendMessageCommand } from '${loadedLater}'`, resolveDir: root },
    outfile: join(outdir, 'node_modules', loadedLater, 'index.js'),
  });
  return outdir;
};

/**
 * As `bundleSend`, for the reminders function. All is in one file: what it takes of Scheduler's client is needed by every PUT.
 * @default build/reminders
 */
export const bundleReminders = (outdir = join(root, 'build/reminders')): string => {
  buildSync({
    ...shared,
    entryPoints: ['lambda/reminders.lambda.ts'],
    outfile: join(outdir, functionHandler.file),
  });
  return outdir;
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  // CommonJS, and no import() left in it: either way of ESM makes Node load undici (35 to 50 ms) with node:http(s).
  format: 'cjs',
  supported: { 'dynamic-import': false },
  // The SDK's ES modules can be shaken, its CommonJS cannot.
  mainFields: ['module', 'main'] as string[],
  minify: true,
  legalComments: 'none',
  external: unusedEventStreams,
  alias: instead,
  logLevel: 'error',
} as const;
