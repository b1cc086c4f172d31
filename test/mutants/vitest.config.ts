import { defineConfig } from 'vitest/config';
import ordinary from '../../vitest.config.ts';

/** What is too long for the ordinary tests notices some of them. */
export default defineConfig({
  test: {
    ...ordinary.test,
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/*.test.ts', 'test/soak/outage.test.ts', 'test/soak/model-at-length.test.ts'],
  },
});
