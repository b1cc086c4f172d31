/**
 * `npm run bench:promise`: the same faults strike our bundle and the recipe that people write with Powertools, each fault
 * on one message, which is delivered again until its source takes it as dealt with. The table counts the messages that the
 * fault has struck with both.
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
  'the key is claimed': ({ call }) => call?.step === 'claim',
  'the connection is made': ({ line }) => line,
  'HotTask has the message, or answers': ({ treatment }) => treatment,
  'the end is written down': ({ call }) => call?.step === 'settle',
  'the process is killed': ({ blow }) => blow && blow.blow !== 'frozen past its lease',
  'the process is frozen past its lease': ({ blow }) => blow?.blow === 'frozen past its lease',
};

const kinds: Record<string, (ending: Ending) => boolean> = {
  'may text twice': ({ texts }) => texts > 1,
  'lost in silence': ({ texts, isDealtWith, isTold }) => texts === 0 && isDealtWith && !isTold,
  'left to a person': ({ isTold }) => isTold,
};

test('each fault once, on both ways in', { timeout: 900_000 }, async ({ onTestFinished }) => {
  const names = Object.keys(contestants) as Contestant[];
  const endings = {} as Record<Contestant, Ending[][]>;
  for (const name of names) {
    const { playAll } = await startStories(name, processes, onTestFinished);
    endings[name] = [];
    for (const way of ways) endings[name].push(await playAll(way, strokes));
  }
  const story = (name: Contestant, way: number, at: number) => endings[name][way]?.[at] as Ending;
  const everyStory = ways.flatMap((_, way) => strokes.map((stroke, at) => ({ stroke, way, at })));
  const struckBoth = everyStory.filter(({ way, at }) => names.every((name) => story(name, way, at).isStruck));
  const row = (what: string, belongs: (stroke: Stroke) => unknown) => {
    const counted = struckBoth.filter(({ stroke }) => belongs(stroke));
    const counts = Object.values(kinds).flatMap((is) =>
      names.map((name) => counted.filter(({ way, at }) => is(story(name, way, at))).length),
    );
    return [what, counted.length, ...counts];
  };
  const lines = [
    ['a fault where …', 'messages', ...Object.keys(kinds).flatMap((kind) => names.map((name) => `${kind}: ${name}`))],
    Array(2 + Object.keys(kinds).length * names.length).fill('---'),
    ...Object.entries(groups).map(([what, belongs]) => row(what, belongs)),
    row('all', () => true),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(lines.join('\n'));
  for (const name of names) {
    const struck = everyStory.filter(({ way, at }) => story(name, way, at).isStruck);
    console.log(`${name}: ${struck.length} of ${everyStory.length} messages were struck`);
    for (const [kind, is] of Object.entries(kinds)) {
      const met = struck.filter(({ way, at }) => is(story(name, way, at)));
      console.log(`  ${kind}: ${met.map(({ stroke, way }) => `${stroke.name} (${ways[way]})`).join('; ') || 'none'}`);
    }
  }
  if (process.env.WRITE) write(lines);

  expect(struckBoth.length).toBeGreaterThan(everyStory.length / 2);
  for (const is of [kinds['may text twice'], kinds['lost in silence']] as ((ending: Ending) => boolean)[])
    expect(endings.ours.flat().filter(is)).toEqual([]);
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
