/** The function as it is deployed, in a folder of its own, beside the two small programs that run it as Lambda would. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleSend, functionHandler } from '../../infra/bundle.ts';
import { certificates } from '../peers/hottask-peer.ts';
import type { OnEnd } from '../peers/on-end.ts';
import type { Setting } from './environment.ts';

export interface Deployment {
  folder: string;
  bundle: string;
  runtime: string;
  clock: string;
  /** The one authority that the processes trust. */
  ca: string;
  /** What its environment holds besides. */
  envOf?: (setting: Setting) => Record<string, string>;
}

/** Puts a bundle into the folder, and says which file of it holds the handler. */
export type Build = (folder: string) => string;

const ours: Build = (folder) => join(bundleSend(folder), functionHandler.file);

export const deploy = (onEnd: OnEnd, build: Build = ours, envOf?: Deployment['envOf']): Deployment => {
  const folder = mkdtempSync(join(tmpdir(), 'hottask-messenger-'));
  onEnd(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  writeFileSync(at('ca.pem'), certificates.ca);
  // Built too: Node would take as long to strip their types as it takes to start, in each of the processes.
  buildSync({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['clock.ts', 'lambda-runtime.ts'],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  return {
    folder,
    bundle: build(folder),
    runtime: at('lambda-runtime.cjs'),
    clock: at('clock.cjs'),
    ca: at('ca.pem'),
    ...(envOf ? { envOf } : {}),
  };
};
