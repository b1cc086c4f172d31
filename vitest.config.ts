import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const { TEST_REPORT } = process.env;

/** Tests start the same programs hundreds of times: Node compiles each once, and keeps the result there. */
process.env.NODE_COMPILE_CACHE ??= new URL('build/compiled', import.meta.url).pathname;

/** TEST_REPORT names a file for a report in JSON: .ci/run counts with it. */
export const shared: ViteUserConfig['test'] = {
  pool: 'forks',
  maxWorkers: 2,
  // What is awaited comes when it comes: on a busy machine a second is short.
  expect: { poll: { timeout: 10_000 } },
  reporters: TEST_REPORT ? ['default', ['json', { outputFile: TEST_REPORT }]] : ['default'],
};

/**
 * Two files start hundreds of processes, the others wait most of the time: so the one comes first, and the other when
 * half of that is over.
 */
class Mixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isOf = (name: string) => (file: TestSpecification) => file.moduleId.endsWith(`/test/${name}.test.ts`);
    const [first, later] = [isOf('faults'), isOf('random-faults')];
    const others = (await super.sort(files)).filter((file) => !first(file) && !later(file));
    const quarter = Math.ceil(others.length / 4);
    return [...files.filter(first), ...others.slice(0, quarter), ...files.filter(later), ...others.slice(quarter)];
  }
}

/** Each loads the whole of the CDK, which takes longer than its tests. */
const ofTheStack = [
  'alarms',
  'construct',
  'context',
  'cost',
  'nag',
  'papers',
  'policies',
  'queries',
  'remind',
  'rights',
  'stack-queues',
  'stack',
  'upgrades',
  'what-holds-state',
].map((name) => `test/${name}.test.ts`);
/** Each in a process of its own: two that a process with much in it would hold up, and one that changes what all share. */
const alone = ['faults', 'random-faults', 'slow-machine'].map((name) => `test/${name}.test.ts`);
/** One process for file after file: what they import is loaded once. None may leave anything behind in it. */
const isolate = false;
const every = { testTimeout: 30_000 };

export default defineConfig({
  test: {
    ...shared,
    // Most tests wait for a socket or a time-out: two processors serve three files at once.
    maxWorkers: 3,
    sequence: { sequencer: Mixed },
    globalSetup: ['test/canary-check.ts'],
    projects: [
      {
        extends: true,
        // What CloudFormation itself would say of a template is asked once, by `npm run synth`: it takes a third of each.
        test: { ...every, name: 'stack', include: ofTheStack, isolate, env: { CDK_VALIDATION: 'false' } },
      },
      { extends: true, test: { ...every, name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          ...every,
          name: 'rest',
          include: ['test/*.test.ts'],
          exclude: [...ofTheStack, ...alone],
          isolate,
        },
      },
    ],
  },
});
