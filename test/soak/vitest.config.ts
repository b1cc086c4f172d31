import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.config.ts';

export default defineConfig({
  test: {
    ...shared,
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/soak/*.test.ts', 'test/faults.test.ts', 'test/random-faults.test.ts', 'test/poison.test.ts'],
    env: { SEEDS: '100' },
    globalSetup: ['test/canary-check.ts'],
    testTimeout: 60_000,
  },
});
