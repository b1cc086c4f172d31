import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.config.ts';

export default defineConfig({
  test: {
    ...shared,
    root: new URL('../..', import.meta.url).pathname,
    include: ['bench/promise/*.test.ts'],
    globalSetup: ['bench/promise/set-up.ts'],
  },
});
