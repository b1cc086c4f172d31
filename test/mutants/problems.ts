/** Why a mutant cannot be tried. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './copy.ts';
import { broken, type Mutant } from './mutant.ts';

export const problemsOf = (mutant: Mutant): string[] => {
  const { name, file, tests } = mutant;
  const missing = tests.filter((test) => !existsSync(join(project, `test/${test}.test.ts`)));
  try {
    const text = readFileSync(join(project, file), 'utf8');
    if (broken(text, mutant) === text) return [`mutant "${name}" changes nothing`];
  } catch (error) {
    return [(error as Error).message];
  }
  return missing.map((test) => `mutant "${name}": test/${test}.test.ts does not exist`);
};
