/** AWS's runtime client and the rivals' packages, installed beside this file when they are first needed. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const here = import.meta.dirname;
const packages = join(here, 'node_modules');

/** The program that Lambda starts for Node: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client */
export const runtimeClient = join(packages, 'aws-lambda-ric/index.mjs');

/** What the runtime client calls to build its native half, and the Debian package of each. */
const tools = {
  cmake: 'cmake',
  'g++': 'g++',
  make: 'make',
  autoreconf: 'autoconf',
  automake: 'automake',
  libtoolize: 'libtool',
  python3: 'python3',
  xz: 'xz-utils',
};

/** Installs where nothing is installed yet, or another lock file's packages are. Throws, in words for a person, where it cannot. */
export const install = (): void => {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  // Written last, and npm ci begins by emptying the folder: it stands only beside a whole installation.
  const installed = join(packages, '.installed-lock.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;

  if (process.platform !== 'linux')
    throw new Error('AWS’s runtime client builds on Linux only: run this there, or in a container.');
  const missing = Object.entries(tools).filter(([tool]) => !isOnPath(tool));
  if (missing.length > 0)
    throw new Error(
      `AWS’s runtime client is built here and needs ${missing.map(([tool]) => tool).join(', ')}: ` +
        `apt-get install -y ${missing.map(([, name]) => name).join(' ')}`,
    );

  console.log('Installing AWS’s runtime client and the rivals, once: about a minute, most of it building …');
  const { status } = spawnSync('npm', ['ci', '--prefix', here], { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('npm ci failed; its own words are above.');
  writeFileSync(installed, lock);
};

const isOnPath = (tool: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((dir) => {
    try {
      accessSync(join(dir, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
