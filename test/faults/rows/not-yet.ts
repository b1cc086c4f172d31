/** What the design has and the product has not yet. */
import type { NotApplicable } from '../fault.ts';

export const notYet: NotApplicable[] = [
  ...['fails', 'loses its answer', 'is throttled'].map((name) => ({
    point: 'parking',
    name: `parking ${name}`,
    notApplicable: 'nothing is parked yet',
  })),
  { point: 'outage', name: 'HotTask is down for hours', notApplicable: 'nothing stops claiming yet' },
];
