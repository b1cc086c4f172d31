/** The README is checked as code is: its examples, its tables, its links. outside/readme.test.ts runs its shell lines. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readContext } from '../infra/context.ts';
import { statuses } from '../lambda/entrances/http-answer.ts';
import { makeReadMessage } from '../lambda/message.ts';
import packageJson from '../package.json' with { type: 'json' };
import { example, type Title } from './hottask-examples.ts';
import { blocks, readme, rows } from './readme.ts';

const root = new URL('..', import.meta.url);

test.each<[string, Title]>([
  ['sh', 'cURL'],
  ['js', 'JavaScript (Fetch API)'],
  ['python', 'Python (Requests Library)'],
  ['http', 'HTTP Request'],
])('the %s example is HotTask’s own, with only URL and key changed', (language, title) => {
  expect(blocks(language)).toContain(example(title, 'http://127.0.0.1:4000'));
});

test('it opens with the one command, and names the test command', () => {
  expect(blocks('sh')[0]).toBe('npm ci && npm start');
  expect(blocks('sh')).toContain('npm cit');
});

test('the table of answers holds each state with its HTTP status', () => {
  const told = rows('State').map(([state, http]) => [state?.replaceAll('`', ''), Number(http)]);
  expect(Object.fromEntries(told)).toEqual(statuses);
});

test('the table of packages holds each dependency, and no other', () => {
  const told = rows('package').flatMap(([names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const { dependencies, devDependencies } = packageJson;
  expect(told.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
});

/** The names that an error of the product lists at its end. */
const listed = (error: string, before: string) => error.split(before)[1]?.match(/\w+/g)?.sort();
const firstColumn = (heading: string) =>
  rows(heading)
    .map(([name = '']) => name.replaceAll('`', ''))
    .sort();

test('the table of fields holds each field of a message, and no other', () => {
  const { problems } = makeReadMessage(undefined)({ Unknown: 1 }, 'The body');
  expect(firstColumn('field')).toEqual(listed(problems.at(-1) as string, 'the fields are '));
});

test('the table of settings holds each setting of cdk.json, and no other', () => {
  const said = (() => {
    try {
      return String(readContext({ production: { unknown: 1 } }));
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(firstColumn('setting')).toEqual(listed(said, 'it takes '));
});

test('each npm script that is named exists', () => {
  const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name as string);
  expect(named.length).toBeGreaterThan(2);
  for (const name of named) expect(Object.keys(packageJson.scripts)).toContain(name);
});

describe('each link leads somewhere', () => {
  for (const paper of ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']) {
    const text = readFileSync(new URL(paper, root), 'utf8');
    const paths = [
      ...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g),
      ...text.matchAll(/`((?:lambda|infra|cli|sandbox|emulator|test|bench|docs)\/[\w/.-]*)`/g),
    ];
    test.each(paths.map(([, path]) => path as string))(`${paper}: %s`, (path) =>
      expect(existsSync(new URL(path, root))).toBe(true),
    );
  }
});
