/** Where the functions' bundles are, and what Lambda finds in each. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file's name under which Lambda finds the handler: `.cjs`, since a `.js` would be read by the nearest package.json. */
export const functionHandler = { file: 'index.cjs', name: 'index.handler' } as const;

/** The bundles that come with the package: beside the directory of this file. Among the sources there is none. */
export const packedCode = {
  sendCode: fileURLToPath(new URL('../send', import.meta.url)),
  remindersCode: fileURLToPath(new URL('../reminders', import.meta.url)),
} as const;

type Prop = keyof typeof packedCode;

const builtBy: Record<Prop, string> = { sendCode: 'bundleSend()', remindersCode: 'bundleReminders()' };

/** What is wrong with a directory that should hold a bundle, or undefined. */
export const codeProblem = (prop: Prop, dir: string): string | undefined => {
  if (existsSync(join(dir, functionHandler.file))) return undefined;
  const missing =
    dir === packedCode[prop] ? 'is needed where the construct is used from its sources' : 'holds no bundle';
  return `${prop} ${missing}: give the directory that ${builtBy[prop]} of infra/bundle.ts returns, with ${functionHandler.file} in it`;
};
