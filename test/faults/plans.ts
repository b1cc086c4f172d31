/** What a cell means to happen: a fault that did not happen proves nothing. */
import { expect } from 'vitest';

export const makePlans = () => {
  const times = new Map<string, number>();
  return {
    /** The function that it gives says that it has happened. */
    plan: (name: string) => {
      times.set(name, 0);
      return () => void times.set(name, (times.get(name) ?? 0) + 1);
    },
    /** Fails by the name of what never happened; gives how many faults there were. */
    expectFired: (): number => {
      const never = [...times].flatMap(([name, fired]) => (fired === 0 ? [name] : []));
      expect(never, 'faults that never happened').toEqual([]);
      expect(times.size, 'faults').toBeGreaterThan(0);
      return times.size;
    },
  };
};
