import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const { TEST_REPORT } = process.env;

/** Tests start the same programs hundreds of times: Node compiles each once, and keeps the result there. */
process.env.NODE_COMPILE_CACHE ??= new URL('build/compiled', import.meta.url).pathname;

/** TEST_REPORT names a file for a report in JSON: .ci/run counts with it. */
export const shared: ViteUserConfig['test'] = {
  pool: 'forks',
  // Most tests wait for a socket or a time-out, so that two files at once are well served by two processors; three were no sooner done.
  maxWorkers: 3,
  // What is awaited comes when it comes: on a busy machine a second is short.
  expect: { poll: { timeout: 10_000 } },
  reporters: TEST_REPORT ? ['default', ['json', { outputFile: TEST_REPORT }]] : ['default'],
};

/**
 * Two files start hundreds of processes, the others wait most of the time: so the one comes first, and the other when
 * that is about to end.
 */
class Mixed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isOf = (name: string) => (file: TestSpecification) => file.moduleId.endsWith(`/test/${name}.test.ts`);
    const [first, later] = [isOf('faults'), isOf('random-faults')];
    const others = (await super.sort(files)).filter((file) => !first(file) && !later(file));
    const third = Math.ceil(others.length / 3);
    return [...files.filter(first), ...others.slice(0, third), ...files.filter(later), ...others.slice(third)];
  }
}

/** Each loads the whole of the CDK, which takes longer than its tests: two processes load it once, for all of them. */
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
const alone = ['faults', 'random-faults', 'slow-machine'].map((name) => `test/${name}.test.ts`);
const every = { testTimeout: 30_000 };

export default defineConfig({
  test: {
    ...shared,
    sequence: { sequencer: Mixed },
    globalSetup: ['test/canary-check.ts'],
    projects: [
      {
        extends: true,
        // What CloudFormation itself would say of a template is asked once, by `npm run synth`: it takes a third of each.
        test: { ...every, name: 'stack', include: ofTheStack, isolate: false, env: { CDK_VALIDATION: 'false' } },
      },
      { extends: true, test: { ...every, name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          ...every,
          name: 'rest',
          include: ['test/*.test.ts'],
          exclude: [...ofTheStack, ...alone],
          isolate: false,
        },
      },
    ],
  },
});
