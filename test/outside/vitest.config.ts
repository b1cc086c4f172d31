import { defineConfig } from 'vitest/config';

/** What needs more than Node: a real Chromium, curl, Python's requests, the AWS CLI. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/outside/*.test.ts'],
    globalSetup: ['test/outside/needs.ts', 'test/canary-check.ts'],
    pool: 'forks',
    testTimeout: 60_000,
  },
});
