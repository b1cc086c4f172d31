/** The part of dynalite that is used here; it brings no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** `createTableMs`: how long a new table stays in CREATING. */
  export default function dynalite(options: { createTableMs?: number }): Server;
}

declare module 'dynalite/db/index.js' {
  type Heard = (error: unknown, value: unknown) => void;

  export interface Store {
    /** https://github.com/Level/memory-level */
    db: { status: string; get: (key: string, heard: Heard) => void; getSync: (key: string) => unknown };
    getTable: (name: string, ...rest: [heard: Heard] | [isUsable: boolean, heard: Heard]) => void;
    tableDb: Record<'put' | 'del', (...given: unknown[]) => void>;
  }

  const stores: { create: (options: object) => Store };
  export default stores;
}
