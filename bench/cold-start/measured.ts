/** Who is measured, built and with the environment it runs in: the deployed function, and its rivals as well built. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, type Format } from 'esbuild';
import { bundleSend, functionHandler } from '../../infra/bundle.ts';
import { sendRoute } from '../../lambda/wiring.ts';

export interface Measured {
  name: string;
  dir: string;
  /** As Lambda's setting has it: file.export. */
  handler: string;
  env: Record<string, string>;
  bytes: number;
}

type Build = (outdir: string, standIn: string) => Measured;

const ours: Build = (dir, standIn) => ({
  name: 'ours',
  dir: bundleSend(dir),
  handler: functionHandler.name,
  env: {
    AWS_ENDPOINT_URL: standIn,
    HOTTASK_URL: standIn,
    HOTTASK_SECRET_ID: 'hottask',
    MESSENGER_SECRET_ID: 'messenger',
    SEND_RULES: '{"mode":"live","prefixes":{"+1":"allow"}}',
    LEDGER_TABLE: 'ledger',
    REMINDERS_TABLE: 'reminders',
    PARKED_QUEUE_URL: 'http://127.0.0.1:9/000000000000/parked',
  },
  bytes: statSync(join(dir, functionHandler.file)).size,
});

/** An ES module may wait at its top, as `twilio` does; CommonJS leaves undici out, which `floor` needs to be the floor. */
const rival =
  (name: string, format: Format): Build =>
  (dir, standIn) => {
    const outfile = join(dir, format === 'esm' ? 'index.mjs' : 'index.cjs');
    buildSync({
      entryPoints: [join(import.meta.dirname, 'rivals', `${name}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node24',
      format,
      // As for ours: without this the rivals that use the SDK would be a seventh slower.
      mainFields: ['module', 'main'],
      minify: true,
      legalComments: 'none',
      // Packages in CommonJS that are bundled into an ES module still call require.
      ...(format === 'esm' ? { banner: { js: requireForEsm } } : {}),
      logLevel: 'error',
    });
    return {
      name,
      dir,
      handler: 'index.handler',
      env: {
        AWS_ENDPOINT_URL: standIn,
        POST_URL: `${standIn}${sendRoute.path}`,
        SECRET_ID: 'hottask',
        LEDGER_TABLE: 'ledger',
        PARKED_QUEUE_URL: 'http://127.0.0.1:9/000000000000/parked',
      },
      bytes: statSync(outfile).size,
    };
  };

const requireForEsm = `import{createRequire as r}from'node:module';const require=r(import.meta.url);`;

/** In the order of the table. `bare` is the base of the ratios. */
const builds: Record<string, Build> = {
  bare: rival('bare', 'esm'),
  floor: rival('floor', 'cjs'),
  ours,
  recipe: rival('recipe', 'esm'),
  twilio: rival('twilio', 'esm'),
};

export const names = Object.keys(builds);

/** Builds those of the given names, each into a folder of its own. */
export const buildAll = (chosen: string[], dir: string, standIn: string): Measured[] =>
  chosen.map((name) => (builds[name] as Build)(join(dir, name), standIn));
