/** The papers for whoever runs the service: each figure of ours is the code's, each link, file and command is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../cli/command.ts';
import { frameOptions } from '../cli/help.ts';
import { readContext } from '../infra/context.ts';
import * as wiring from '../lambda/wiring.ts';
import packageJson from '../package.json' with { type: 'json' };

const root = new URL('..', import.meta.url);

/** Each setting that a figure may name, with its default. */
const { throttle, maxConcurrency, rules, logRetentionDays } = readContext({ production: {} });
const named: Record<string, unknown> = { ...wiring, throttle, maxConcurrency, rules, logRetentionDays };

/** What one of the unit is, where a name ends in another: `secretCache.freshMs` is told in minutes. */
const inUnit: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, days: 86_400_000 };
const unitOf: [RegExp, number][] = [
  [/Ms$/, inUnit.ms as number],
  [/(Seconds|retryAfterSeconds\.\w+)$/, inUnit.s as number],
  [/Days$/, inUnit.days as number],
];

/** The figure in the code, in the unit in which it is told. */
const inCode = (name: string, unit: string | undefined): number => {
  const value = name.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], named);
  if (typeof value !== 'number') return Number.NaN;
  const [, from] = unitOf.find(([form]) => form.test(name)) ?? [];
  return from && unit && inUnit[unit] ? (value * from) / inUnit[unit] : value;
};

/** Such as "30 s (`secretCache.rereadMs`)" or "`Retry-After: 30` (`retryAfterSeconds.usual`)". */
const figures = /(?<![\d.])([\d,]+)(?: (ms|s|min|h|days|MB))?`? \(`([a-z]\w*(?:\.\w+)*)`\)/g;

/** Such as "5 × 10 / 1 s = 50", from left to right; a unit may follow each number. */
const term = String.raw`\$?\d[\d,.]*(?: [a-zA-Z]+)?`;
const sums = new RegExp(`(${term}(?: [×/+] ${term})+) = \\$?(\\d[\\d,]*(?:\\.\\d+)?)`, 'g');
const bare = (number: string): string => number.replaceAll(/[^\d.]/g, '');
const worth = (sum: string): number => {
  const [first = '', ...steps] = sum.split(/ (?=[×/+] )/);
  return steps.reduce(
    (value, step) => {
      const by = Number(bare(step));
      return step.startsWith('×') ? value * by : step.startsWith('/') ? value / by : value + by;
    },
    Number(bare(first)),
  );
};
/** With as many places as the paper has. */
const rounded = (value: number, like: string): string => value.toFixed(like.split('.')[1]?.length ?? 0);

/** Each command, by its name. */
const commands = new Map<string, Command>();
for (const file of readdirSync(new URL('cli/commands', root)))
  for (const command of Object.values((await import(`../cli/commands/${file}`)) as Record<string, Command>))
    commands.set(command.name, command);

describe.each(['rotation', 'upgrades', 'cost', 'quotas'])('docs/%s.md', (name) => {
  const text = readFileSync(new URL(`docs/${name}.md`, root), 'utf8');

  test('is read in a few minutes', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(120);
  });

  test('its figures are those of the code', () => {
    const told = [...text.matchAll(figures)].map(([, figure = '', unit, of = '']) => ({ figure, unit, of }));
    expect(told.length).toBeGreaterThan(0);
    for (const { figure, unit, of } of told)
      expect(`${of} ${figure.replaceAll(',', '')}`).toBe(`${of} ${inCode(of, unit)}`);
  });

  test('what it works out comes out so', () => {
    for (const [whole, left = '', right = ''] of text.matchAll(sums))
      expect(`${whole.split(' = ')[0]} = ${rounded(worth(left), right)}`).toBe(
        `${whole.split(' = ')[0]} = ${bare(right)}`,
      );
  });

  test('each file and section that it leads to is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link]) => link as string);
    for (const link of links) {
      const [path = '', section] = link.split('#');
      const file = path === '' ? new URL(`docs/${name}.md`, root) : new URL(`docs/${path}`, root);
      expect(existsSync(file), link).toBe(true);
      if (section) expect(sectionsOf(readFileSync(file, 'utf8')), link).toContain(section);
    }
    const files = [...text.matchAll(/`((?:lambda|infra|cli|test|bench|docs)\/[\w/.-]*)`/g)].map(([, path]) => path);
    for (const path of files) expect(existsSync(new URL(path as string, root)), path).toBe(true);
  });

  test('each npm script that it names is there', () => {
    for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g))
      expect(Object.keys(packageJson.scripts)).toContain(script);
  });

  test('each command that it names is there, and takes what it gives it', () => {
    for (const [line, one = '', two = '', rest = ''] of text.matchAll(
      /npm run hottask -- (\w+)(?: (\w+))?([^`\n]*)/g,
    )) {
      const command = commands.get(`${one} ${two}`) ?? commands.get(one);
      expect(command, line).toBeDefined();
      for (const [, option = ''] of rest.matchAll(/--([\w-]+)/g))
        expect(Object.keys({ ...command?.options, ...frameOptions }), line).toContain(option);
    }
  });
});

/** As GitHub makes them. */
const sectionsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
