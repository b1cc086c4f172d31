/** What `npm pack` takes along: the construct as JavaScript with its types, and the functions' bundles. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleReminders, bundleSend } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
// Node strips no types below node_modules, where the package will stand.
execFileSync('tsc', ['-p', join(root, 'infra/tsconfig.dist.json')], { stdio: 'inherit' });
bundleSend(join(dist, 'send'));
bundleReminders(join(dist, 'reminders'));
