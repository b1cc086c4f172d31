/** `npm run mutants`: breaks the product on purpose, each way in a copy of it, and tells which tests notice. */
import { parseArgs } from 'node:util';
import { copyProject } from './copy.ts';
import { promise } from './list/promise.ts';
import { mutants } from './list.ts';
import type { Mutant } from './mutant.ts';
import { problemsOf } from './problems.ts';
import { type Noticed, runTests } from './tests.ts';

const help = `npm run mutants [-- --only WORDS]

Breaks the product on purpose, in one way after the other, each in a copy of the
project, and runs the tests that must notice. Ends with 1 where none of them does.

  --only WORDS  those whose name or file holds WORDS
  --promise     those that break the promise itself, a dozen
  --list        only their names, and whom each harms
  --help        this
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    promise: { type: 'boolean' },
    list: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const chosen = (values.promise ? promise : mutants).filter(
  ({ name, file }) => name.includes(values.only) || file.includes(values.only),
);

/** All tests together, none of them cut short by a mutant. */
const wholeWithinMs = 20 * 60_000;

const fail = (...lines: string[]): never => {
  for (const line of lines) console.error(line);
  process.exit(1);
};

const state = (noticed: Noticed): string =>
  noticed === 'green' ? 'SURVIVED' : 'by' in noticed ? 'killed' : 'NO ANSWER';
const reason = (noticed: Noticed): string =>
  noticed === 'green' ? 'no test noticed' : 'by' in noticed ? `by "${noticed.by}"` : noticed.problem;

const main = async (): Promise<void> => {
  if (values.help) return console.log(help);
  if (chosen.length === 0) fail(`No mutant's name or file holds "${values.only}": --list tells them.`);
  if (values.list) return console.log(chosen.map(listed).join('\n'));
  const problems = chosen.flatMap(problemsOf);
  if (problems.length > 0) fail(...problems);

  // Two at once: most tests wait for a socket or a time-out.
  const copies = [copyProject(), ...(chosen.length > 1 ? [copyProject()] : [])] as const;
  process.once('exit', () => {
    for (const copy of copies) copy.remove();
  });
  const tests = [...new Set(chosen.flatMap((mutant) => mutant.tests))];
  console.log(`${chosen.length} mutants. First the product as it is, with ${tests.join(', ')}`);
  const whole = await runTests(copies[0].folder, tests, { withinMs: wholeWithinMs });
  if (whole !== 'green') fail('It is not green without any mutant:', reason(whole));

  const results: { mutant: Mutant; noticed: Noticed }[] = [];
  const waiting = [...chosen];
  const work = async (copy: (typeof copies)[number]) => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const began = performance.now();
      const { tests, titles } = mutant;
      const noticed = await copy.with(mutant, () => runTests(copy.folder, tests, { titles }));
      results.push({ mutant, noticed });
      const seconds = Math.round((performance.now() - began) / 1_000);
      console.log(`${results.length}/${chosen.length} ${state(noticed)} (${seconds} s) ${mutant.name}`);
      console.log(`    ${reason(noticed)}`);
    }
  };
  await Promise.all(copies.map(work));

  const alive = results.filter(({ noticed }) => state(noticed) !== 'killed');
  console.log(`\n${results.length - alive.length} killed, ${alive.length} not`);
  for (const { mutant, noticed } of alive) console.log(`${state(noticed)} ${listed(mutant)}\n    ${reason(noticed)}`);
  if (alive.length > 0) process.exitCode = 1;
};

const listed = ({ file, name, recipient }: Mutant): string => `${file}: ${name}\n    ${recipient}`;

// An exit by signal must still end what runs, and remove the copies.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await main();
