import { defineConfig, type ViteUserConfig } from 'vitest/config';

const { TEST_REPORT } = process.env;

/** Tests start the same programs hundreds of times: Node compiles each once, and keeps the result there. */
process.env.NODE_COMPILE_CACHE ??= new URL('build/compiled', import.meta.url).pathname;

/** TEST_REPORT names a file for a report in JSON: .ci/run counts with it. */
export const shared: ViteUserConfig['test'] = {
  pool: 'forks',
  // Most tests wait for a socket or a time-out, so that two files at once are well served by two processors.
  maxWorkers: 2,
  // What is awaited comes when it comes: on a busy machine a second is short.
  expect: { poll: { timeout: 10_000 } },
  reporters: TEST_REPORT ? ['default', ['json', { outputFile: TEST_REPORT }]] : ['default'],
};

export default defineConfig({
  test: {
    ...shared,
    include: ['test/*.test.ts'],
    globalSetup: ['test/canary-check.ts'],
    testTimeout: 30_000,
  },
});
