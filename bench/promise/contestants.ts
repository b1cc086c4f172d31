/** Who is compared: the bundle that we deploy, and the recipe's, each behind far ends of its own. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { sendRoute } from '../../lambda/wiring.ts';
import { deploy } from '../../test/faults/deployment.ts';
import type { OnEnd } from '../../test/peers/on-end.ts';

const buildRecipe = (folder: string): string => {
  const outfile = join(folder, 'recipe.cjs');
  buildSync({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['recipe.ts'],
    nodePaths: [join(import.meta.dirname, '../cold-start/node_modules')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
};

export const contestants = {
  ours: (onEnd: OnEnd) => deploy(onEnd),
  recipe: (onEnd: OnEnd) =>
    deploy(onEnd, buildRecipe, ({ hottask }) => ({
      POST_URL: `${hottask.url}${sendRoute.path}`,
      SECRET_ID: 'hottask',
      AWS_LAMBDA_FUNCTION_NAME: 'recipe',
      POWERTOOLS_DEV: 'false',
    })),
} as const;

export type Contestant = keyof typeof contestants;
