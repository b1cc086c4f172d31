/**
 * `npm run bench:promise`: the same faults strike our bundle and the recipe that people write with Powertools, each fault
 * once on one message, and the message is delivered again until its source takes it as dealt with.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Stroke, strokes } from '../../test/faults/planned.ts';
import { type Contestant, contestants } from './contestants.ts';
import { type Ending, startStories, type Way } from './story.ts';

const ways: Way[] = ['HTTP', 'SQS'];
const processes = 10;

/** In the order of a message's way. */
const groups: Record<string, (stroke: Stroke) => unknown> = {
  'a secret is read': ({ secret }) => secret,
  'the key is claimed, or looked up': ({ call }) => call?.step === 'claim' || call?.step === 'recall',
  'the connection is made': ({ line }) => line,
  'HotTask has the message, or answers': ({ treatment }) => treatment,
  'the end is written down': ({ call }) => call?.step === 'settle',
  'it is parked': ({ call }) => call?.step === 'parking',
  'the process is killed': ({ blow }) => blow && blow.blow !== 'frozen past its lease',
  'the process is frozen past its lease': ({ blow }) => blow?.blow === 'frozen past its lease',
};

const kinds: Record<string, (ending: Ending) => boolean> = {
  'may text twice': ({ texts }) => texts > 1,
  'lost in silence': ({ texts, isDealtWith, isTold }) => texts === 0 && isDealtWith && !isTold,
  'left to a person': ({ isTold }) => isTold,
};

test('each fault once, on both ways in', { timeout: 900_000 }, async ({ onTestFinished }) => {
  const endings = {} as Record<Contestant, Ending[][]>;
  for (const name of Object.keys(contestants) as Contestant[]) {
    const { playAll } = await startStories(name, processes, onTestFinished);
    endings[name] = [];
    for (const way of ways) endings[name].push(await playAll(way, strokes));
  }
  const count = (name: Contestant, at: number[], is: (ending: Ending) => boolean) =>
    endings[name].flatMap((all) => at.map((index) => all[index] as Ending)).filter(is).length;
  const row = (what: string, at: number[]) => [
    what,
    at.length * ways.length,
    ...Object.values(kinds).flatMap((is) =>
      (Object.keys(contestants) as Contestant[]).map((name) => count(name, at, is)),
    ),
  ];
  const indexes = (belongs: (stroke: Stroke) => unknown) =>
    strokes.flatMap((stroke, at) => (belongs(stroke) ? [at] : []));
  const names = Object.keys(contestants);
  const lines = [
    ['a fault where …', 'messages', ...Object.keys(kinds).flatMap((kind) => names.map((name) => `${kind}: ${name}`))],
    Array(2 + Object.keys(kinds).length * names.length).fill('---'),
    ...Object.entries(groups).map(([what, belongs]) => row(what, indexes(belongs))),
    row(
      'all',
      indexes(() => true),
    ),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(lines.join('\n'));
  for (const name of Object.keys(contestants) as Contestant[])
    for (const [kind, is] of Object.entries(kinds))
      for (const [at, way] of ways.entries())
        console.log(
          `${name}, ${way}, ${kind}: ${
            strokes
              .filter((_, index) => is(endings[name][at]?.[index] as Ending))
              .map((stroke) => stroke.name)
              .join('; ') || 'none'
          }`,
        );
  if (process.env.WRITE) write(lines);

  const all = indexes(() => true);
  for (const is of [kinds['may text twice'], kinds['lost in silence']] as ((ending: Ending) => boolean)[])
    expect(count('ours', all, is)).toBe(0);
});

/** Puts the table into the README, in the place of the last one. */
const write = (lines: string[]) => {
  const file = new URL('../../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const [first] = lines;
  const begin = readme.indexOf((first as string).slice(0, 20));
  const end = readme.indexOf('\n\n', begin);
  writeFileSync(file, readme.slice(0, begin) + lines.join('\n') + readme.slice(end));
};
