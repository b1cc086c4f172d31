/** The part of dynalite that is used here; it brings no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** `createTableMs`: how long a new table stays in CREATING. */
  export default function dynalite(options: { createTableMs?: number }): Server;
}
