/**
 * Writes lambda/time/zone-data.ts from a release of the IANA time zone database: `npm run zone-data` takes the newest,
 * `npm run zone-data -- 2026.6` that version of the package tzdata. How the files are read: https://www.rfc-editor.org/rfc/rfc9636
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withZoneRelease, type ZoneRelease } from './zone-release.ts';

/** Earlier changes of a clock are left out: nothing is ever due before. */
const since = Date.UTC(2026, 0, 1) / 1_000;
/** Of these rules the reader in lambda/time/zone.ts knows no other form. */
const knownRule =
  /^(<[+-]?\d+>|[A-Za-z]+)[+-]?[\d:]+((<[+-]?\d+>|[A-Za-z]+)([+-]?[\d:]+)?(,M[\d.]+(\/[+-]?[\d:]+)?){2})?$/;

interface ZoneFile {
  /** What holds after the last change: a TZ string of POSIX. */
  rule: string;
  /** Seconds ahead of UTC before the first change that is kept. */
  first: number;
  /** Epoch s → seconds ahead of UTC from then on. */
  changes: [number, number][];
}

const readZoneFile = (bytes: Buffer): ZoneFile => {
  const counts = (at: number) => Array.from({ length: 6 }, (_, index) => bytes.readUInt32BE(at + 20 + 4 * index));
  const [isUt = 0, isStandard = 0, leaps = 0, times = 0, types = 0, letters = 0] = counts(0);
  // The first half has 32-bit times, for readers that know no other.
  const second = 44 + times * 5 + types * 6 + letters + leaps * 8 + isStandard + isUt;
  const [ut = 0, standard = 0, leap = 0, count = 0, kinds = 0, names = 0] = counts(second);
  const timesAt = second + 44;
  const kindsAt = timesAt + count * 9;
  const offsetOf = (kind: number) => bytes.readInt32BE(kindsAt + kind * 6);
  const all = Array.from({ length: count }, (_, index): [number, number] => [
    Number(bytes.readBigInt64BE(timesAt + index * 8)),
    offsetOf(bytes[timesAt + count * 8 + index] as number),
  ]);
  const rule = bytes
    .subarray(kindsAt + kinds * 6 + names + leap * 12 + standard + ut)
    .toString()
    .trim();
  if (!knownRule.test(rule)) throw new Error(`A rule that lambda/time/zone.ts cannot read: ${rule}`);
  const first = all.filter(([at]) => at < since).at(-1)?.[1] ?? offsetOf(0);
  // A change of the name alone is none of the clock.
  let before = first;
  const changes = all.filter(([at, ahead]) => {
    if (at < since || ahead === before) return false;
    before = ahead;
    return true;
  });
  return { rule, first, changes };
};

const lineOf = ({ rule, first, changes }: ZoneFile): string =>
  changes.length === 0 ? rule : [rule, first, ...changes.map((change) => change.join(':'))].join(' ');

const dataOf = ({ name, zones, read }: ZoneRelease): string => {
  const lines = Map.groupBy(zones, (zone) => lineOf(readZoneFile(read(zone))));
  const table = [...lines].map(([line, names]) => `${line} = ${names.join(' ')}`).sort();
  return `/**
 * The time zones of the world, of IANA's release ${name}. Made by \`npm run zone-data\` (infra/make-zone-data.ts): do not edit.
 * IANA's data is in the public domain: https://data.iana.org/time-zones/tz-link.html
 */

/** IANA's own name of the release. */
export const zoneDataVersion = '${name}';

/**
 * A line for all zones whose clocks agree from 2026 on: the rule that holds after the last change (a TZ string of POSIX);
 * where there are changes, the seconds ahead of UTC before the first and \`epoch s:seconds ahead\` for each; then the names.
 */
export const zoneLines = \`
${table.join('\n')}
\`;
`;
};

const [version] = process.argv.slice(2);
if (version !== undefined && !/^\d{4}\.\d+$/.test(version)) {
  console.error('The version must be that of the package tzdata, such as 2026.6; without one the newest is taken');
  process.exit(2);
}
await withZoneRelease(version, (release) => {
  writeFileSync(join(import.meta.dirname, '../lambda/time/zone-data.ts'), dataOf(release));
  console.log(`lambda/time/zone-data.ts holds IANA's ${release.name} now`);
});
