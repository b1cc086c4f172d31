/** A copy of the project in which it can be broken. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { broken, type Mutant } from './mutant.ts';

export const project = join(import.meta.dirname, '../..');
/** Not copied: large, or made anew. */
const left = new Set(['node_modules', '.git', 'build', 'dist', 'cdk.out']);

export interface Copy {
  folder: string;
  /** Breaks it, waits, and mends it again. */
  with: <T>(mutant: Mutant, doing: () => Promise<T>) => Promise<T>;
  remove: () => void;
}

export const copyProject = (): Copy => {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  cpSync(project, folder, { recursive: true, filter: (path) => !left.has(relative(project, path)) });
  // A folder of links, and not a link: vitest keeps notes in it, and two copies run at once.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(project, 'node_modules')))
    if (!/^\.(vite|cache|experimental)/.test(name))
      symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name));
  return {
    folder,
    with: async (mutant, doing) => {
      const path = join(folder, mutant.file);
      const whole = readFileSync(path, 'utf8');
      writeFileSync(path, broken(whole, mutant));
      try {
        return await doing();
      } finally {
        writeFileSync(path, whole);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
