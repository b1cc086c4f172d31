/** A schedule of the sandbox fires when AWS's would, in any zone and on any host: held against Intl, minute by minute. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readExpression } from '../lambda/time/expression.ts';
import { type Zone, zoneNamed } from '../lambda/time/zone.ts';
import { often, seldom, textOf, type Wall, wallAt, wallTimesIn, windowsOf, zones } from './schedule-questions.ts';

const minuteMs = 60_000;
const zone = (name: string): Zone => zoneNamed(name) as Zone;

interface Shown {
  ms: number;
  wall: Wall;
}

/** Each minute of a window at which the wall shows something for the first time: what spring skips is not among them. */
const shownIn = (zone: string, [from, to]: [number, number]): Map<string, Shown> => {
  const shown = new Map<string, Shown>();
  for (let ms = from; ms < to; ms += minuteMs) {
    const wall = wallAt(ms, zone);
    const text = textOf(wall);
    if (!shown.has(text)) shown.set(text, { ms, wall });
  }
  return shown;
};
const windows = zones.flatMap((zone) =>
  windowsOf(zone).map((window) => ({ zone, window, shown: shownIn(zone, window) })),
);

const nines = Array.from({ length: 731 * 24 }, (_, hour) => Date.UTC(2027, 0, 1, hour))
  .map((ms) => ({ ms, wall: wallAt(ms, 'America/New_York') }))
  .filter(({ ms, wall }) => wall.hour === 9 && ms < Date.UTC(2029, 0, 1));

const dueWhere = (shown: Iterable<Shown>, fires: (wall: Wall) => boolean): number[] =>
  [...shown].filter(({ wall }) => fires(wall)).map(({ ms }) => ms);

const expected = {
  often: windows.flatMap(({ shown }) => Object.values(often).map((fires) => dueWhere(shown.values(), fires))),
  seldom: Object.values(seldom).map((fires) => dueWhere(nines, fires)),
  once: windows.map(({ zone, window, shown }) => wallTimesIn(zone, window).map((wall) => shown.get(wall)?.ms ?? null)),
  rate: windows.map(({ window: [from] }) => [0, 1, 2, 3].map((half) => from + half * 12 * 60 * minuteMs)),
};

/** What was asked, in the order of the answers. */
const questions: Record<keyof typeof expected, string[]> = {
  often: windows.flatMap(({ zone }) => Object.keys(often).map((cron) => `${cron} in ${zone}`)),
  seldom: Object.keys(seldom),
  once: windows.map(({ zone }) => `at() in ${zone}`),
  rate: windows.map(({ zone }) => `rate() in ${zone}`),
};

const hosts = { UTC: 0, 'America/New_York': 300, 'Australia/Lord_Howe': -660 };
const child = new URL('./schedule-instants.ts', import.meta.url).pathname;
const said = Object.keys(hosts).map((TZ) =>
  promisify(execFile)(process.execPath, [child], { env: { ...process.env, TZ } }),
);

test('around the changes there is something that spring skips, and something that autumn shows twice', () => {
  const sum = (zone: string, count: (at: (typeof windows)[number], index: number) => number) =>
    windows.reduce((total, at, index) => total + (at.zone === zone ? count(at, index) : 0), 0);
  const skipped = (zone: string) =>
    sum(zone, (_, index) => expected.once[index]?.filter((ms) => ms === null).length ?? 0);
  const doubled = (zone: string) => sum(zone, ({ window: [from, to], shown }) => (to - from) / minuteMs - shown.size);
  expect(zones.map(skipped)).toEqual([4, 4, 2, 0, 4]);
  expect(zones.map(doubled)).toEqual([60, 60, 30, 0, 60]);
});

test.each(Object.entries(hosts))('on a host in %s', async (TZ, minutesBehind) => {
  const { host, ...answers } = JSON.parse((await said[Object.keys(hosts).indexOf(TZ)])?.stdout ?? '');
  expect(host).toBe(minutesBehind);
  const wrong = Object.entries(expected).flatMap(([kind, instants]) =>
    questions[kind as keyof typeof expected].filter(
      (_, at) => JSON.stringify(answers[kind][at]) !== JSON.stringify(instants[at]),
    ),
  );
  expect(wrong).toEqual([]);
  expect(answers.often.flat().length).toBeGreaterThan(500);
});

describe('start and end', () => {
  const bounds = (startAt: string | undefined, endAt?: string) => ({
    madeAt: Date.parse('2027-03-01T08:00:00Z'),
    startAt: startAt === undefined ? undefined : Date.parse(startAt),
    endAt: endAt === undefined ? undefined : Date.parse(endAt),
  });
  const firings = (text: string, given: ReturnType<typeof bounds>) => {
    const { nextDue } = readExpression(text, zone('UTC'), given) ?? {};
    const due: string[] = [];
    for (let ms = nextDue?.(given.madeAt - 1); ms !== undefined && due.length < 3; ms = nextDue?.(ms))
      due.push(new Date(ms).toISOString().slice(0, 16));
    return due;
  };

  test('a rate begins at once, or at its start', () => {
    expect(firings('rate(1 day)', bounds(undefined))).toEqual([
      '2027-03-01T08:00',
      '2027-03-02T08:00',
      '2027-03-03T08:00',
    ]);
    expect(firings('rate(2 hours)', bounds('2027-03-05T00:30:00Z', '2027-03-05T02:30:00Z'))).toEqual([
      '2027-03-05T00:30',
      '2027-03-05T02:30',
    ]);
    expect(firings('rate(5 minutes)', bounds('2027-03-01T07:57:00Z'))[0]).toBe('2027-03-01T08:02');
  });

  test('a cron keeps between them, and both belong to it', () => {
    const between = bounds('2027-03-02T09:00:00Z', '2027-03-03T09:00:00Z');
    expect(firings('cron(0 9 * * ? *)', between)).toEqual(['2027-03-02T09:00', '2027-03-03T09:00']);
  });

  test('a one-off takes no notice of them, as at AWS', () => {
    expect(firings('at(2027-03-01T09:00:00)', bounds('2028-01-01T00:00:00Z', '2028-01-02T00:00:00Z'))).toEqual([
      '2027-03-01T09:00',
    ]);
  });
});

test.each([
  'at(2027-02-29T09:00:00)',
  'at(2027-03-01T09:00)',
  'at(2027-03-01 09:00:00)',
  'at(2027-03-01T09:00:00Z)',
  'at(2027-03-01T24:00:00)',
  'rate(0 minutes)',
  'rate(5)',
  'rate(5 seconds)',
  'rate(1.5 hours)',
  'cron(0 9 * * * *)',
  'cron(0 9 ? * ? *)',
  'cron(0 9 1 * 2 *)',
  'cron(0 9 * *)',
  'cron(0 0 9 * * ? *)',
  'cron(60 9 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 9 0 * ? *)',
  'cron(0 9 ? * 0 *)',
  'cron(0 9 ? * 8 *)',
  'cron(0 9 ? * MON#6 *)',
  'cron(0 9 ? * ABCL *)',
  'cron(0 9 ? * 3#1,6#3 *)',
  'cron(*/0 9 * * ? *)',
  'cron(*/60 9 * * ? *)',
  'cron(0 9 * FOO ? *)',
  'cron(0 9 1-2-3 * ? *)',
  'cron(0 9 * * ? 2028-2027)',
  'cron(0 9 * * ? 1969)',
  '0 9 * * ? *',
  'cron(0 9 ? * 2#1,2#3 *)',
  'cron(0 9 ? * MON,6L *)',
  'cron(0 9 1,L * ? *)',
  'cron(0 9 LW,15 * ? *)',
  'cron(0 9 1,15W * ? *)',
  'cron(0 9 L-31 * ? *)',
  'cron(0 9 L-99 * ? *)',
  'cron(0 9 L-0 * ? *)',
  'cron(0 9 32W * ? *)',
  'cron(0 9 ? * mon *)',
  'cron(0 9 1 APR-5 ? *)',
  'cron(0 9 1 MAR/5 ? *)',
  'cron(0 9 ? * MON-FRI/2 *)',
  'rate(01 day)',
  // Its names are written in capitals, and the day of the week has no steps.
  'cron(0 9 ? * */2 *)',
  'cron(0 9 ? * 2/2 *)',
  'cron(009 9 * * ? *)',
  `cron(${'0,'.repeat(130)}0 9 * * ? *)`,
  '',
])('refused, as at AWS: %s', (text) => {
  expect(readExpression(text, zone('Europe/Berlin'), { madeAt: 0 })).toBeUndefined();
});
