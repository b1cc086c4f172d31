import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.config.ts';

/** What needs more than Node (a real Chromium, curl, Python's requests, the AWS CLI, DynamoDB Local), or more time. */
export default defineConfig({
  test: {
    ...shared,
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/outside/*.test.ts', 'test/soak/outage.test.ts', 'test/soak/model-at-length.test.ts'],
    globalSetup: ['test/outside/needs.ts', 'test/canary-check.ts'],
    testTimeout: 60_000,
    // Chromium alone may take longer to start than the usual 10 s where the machine is busy.
    hookTimeout: 60_000,
  },
});
