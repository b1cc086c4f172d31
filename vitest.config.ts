import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** TEST_REPORT names a file for a report in JSON: .ci/run counts with it. */
export const shared: ViteUserConfig['test'] = {
  pool: 'forks',
  reporters: [
    'default',
    ...(process.env.TEST_REPORT ? [['json', { outputFile: process.env.TEST_REPORT }] as const] : []),
  ],
};

export default defineConfig({
  test: {
    ...shared,
    include: ['test/*.test.ts'],
    globalSetup: ['test/canary-check.ts'],
    testTimeout: 30_000,
  },
});
