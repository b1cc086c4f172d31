import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/*.test.ts'],
    globalSetup: ['test/canary-check.ts'],
    pool: 'forks',
    testTimeout: 30_000,
  },
});
