/** The order in which the sandbox keeps its schedules, by name and by time. */
import { expect, test } from 'vitest';
import { makeOrdered } from '../sandbox/scheduler/ordered.ts';
import { makeChance } from './chance.ts';

const keysOf = (ordered: ReturnType<typeof makeOrdered<number>>, from = '') =>
  [...ordered.from(from)].map(([key]) => key);

test('whatever comes and goes, all that is there stands in order, and no more', () => {
  const chance = makeChance(20_270_301);
  const ordered = makeOrdered<number>();
  const known = new Map<string, number>();
  for (let turn = 0; turn < 3_000; turn += 1) {
    const key = `k${chance.below(400)}`;
    if (chance.below(3) > 0) {
      ordered.set(key, turn);
      known.set(key, turn);
    } else expect(ordered.delete(key)).toBe(known.delete(key));
    expect(ordered.get(key)).toBe(known.get(key));
  }
  const sorted = [...known].sort(([a], [b]) => (a < b ? -1 : 1));
  expect([...ordered.from('')]).toEqual(sorted);
  expect(ordered.size).toBe(known.size);
  expect(keysOf(ordered, 'k2')).toEqual(sorted.map(([key]) => key).filter((key) => key >= 'k2'));
});

test('what is deleted, or comes, while somebody goes through it is heeded', () => {
  const ordered = makeOrdered<number>();
  for (const key of ['a', 'b', 'd']) ordered.set(key, 1);
  const seen: string[] = [];
  for (const [key] of ordered.from('')) {
    seen.push(key);
    if (key === 'a') ordered.delete('b');
    if (key === 'a') ordered.set('c', 1);
  }
  expect(seen).toEqual(['a', 'c', 'd']);
});
