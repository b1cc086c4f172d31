import { defineConfig } from 'vitest/config';
import ordinary from '../../vitest.config.ts';

/** The outage of a day is too long for the ordinary tests. */
export default defineConfig({
  test: {
    ...ordinary.test,
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/*.test.ts', 'test/soak/outage.test.ts'],
  },
});
