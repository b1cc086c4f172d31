/** One release of the IANA time zone database, as the package `tzdata` of the Python project: pip brings it into a folder. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ZoneRelease {
  /** For PYTHONPATH. */
  folder: string;
  /** IANA's own name of it, such as `2026f`. */
  name: string;
  /** All zones, as IANA spells them. */
  zones: string[];
  /** A zone's file: https://www.rfc-editor.org/rfc/rfc9636 */
  read: (zone: string) => Buffer;
}

/** It stands for a machine whose zone was never set. */
const noZone = 'Factory';

/** `version`: of the package, such as 2026.6; the newest where it is undefined. The folder is gone when `use` has ended. */
export const withZoneRelease = async <T>(
  version: string | undefined,
  use: (release: ZoneRelease) => T | Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'zone-release-'));
  try {
    const wanted = version ? `tzdata==${version}` : 'tzdata';
    // Debian's own Python has no pip, and lets none install anything; one of a venv has and does.
    const venv = join(folder, 'venv');
    execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
    const quietly = ['--quiet', '--no-deps', '--disable-pip-version-check'];
    const install = ['-m', 'pip', 'install', ...quietly, '--target', folder, wanted];
    execFileSync(join(venv, 'bin/python'), install, { stdio: 'inherit' });
    const inPackage = (...path: string[]) => join(folder, 'tzdata', ...path);
    const name = /IANA_VERSION = "(\w+)"/.exec(readFileSync(inPackage('__init__.py'), 'utf8'))?.[1];
    if (!name) throw new Error('The package tzdata does not say which release of IANA it holds');
    const all = readFileSync(inPackage('zones'), 'utf8').split('\n');
    const zones = all.filter((zone) => zone !== '' && zone !== noZone).sort();
    return await use({ folder, name, zones, read: (zone) => readFileSync(inPackage('zoneinfo', zone)) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
