/** Where the send function's bundle is, and what Lambda finds in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file's name under which Lambda finds the handler: `.cjs`, since a `.js` would be read by the nearest package.json. */
export const sendHandler = { file: 'index.cjs', name: 'index.handler' } as const;

/** The bundle that comes with the package: beside the directory of this file. Among the sources there is none. */
export const packedSendCode = fileURLToPath(new URL('../send', import.meta.url));

/** What is wrong with a directory that should hold a bundle, or undefined. */
export const sendCodeProblem = (dir: string): string | undefined => {
  if (existsSync(join(dir, sendHandler.file))) return undefined;
  const missing = dir === packedSendCode ? 'is needed where the construct is used from its sources' : 'holds no bundle';
  return `sendCode ${missing}: give the directory that bundleSend() of infra/bundle.ts returns, with ${sendHandler.file} in it`;
};
