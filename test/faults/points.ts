/** The points at which a far end sees a message: a test may wait there for it, and keep it there. */

export type Point =
  | 'the take has arrived'
  | 'the take is written'
  | 'the take is answered'
  | 'the claim has arrived'
  | 'the claim is written'
  | 'the claim is answered'
  | 'the connection is accepted'
  | 'HotTask has read it'
  | 'HotTask has answered'
  | 'the settle has arrived'
  | 'the settle is written'
  | 'the settle is answered'
  | 'the parking has arrived'
  | 'the parking is written';

/** How it goes on from a point where it was kept: as if nothing had been, or no further. */
export type Way = 'on' | 'drop';

export interface Held {
  /** Somebody has come to the point. */
  reached: Promise<void>;
  release: (way: Way) => void;
}

export interface Points {
  /** Keeps the first that comes to this point, until it is released. */
  hold: (point: Point) => Held;
  /** Called by a far end that is at this point; waits where it is held. */
  pass: (point: Point) => Promise<Way>;
}

export const makePoints = (): Points => {
  const holds = new Map<Point, { come: () => void; released: Promise<Way> }>();
  return {
    hold: (point) => {
      const { promise: reached, resolve: come } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<Way>();
      holds.set(point, { come, released });
      return { reached, release };
    },
    pass: async (point) => {
      const held = holds.get(point);
      if (!held) return 'on';
      holds.delete(point);
      held.come();
      return held.released;
    },
  };
};
