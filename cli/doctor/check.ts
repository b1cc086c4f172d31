/** What a check is: one thing that must be so for texts to go out, looked at without sending one. */
import type { World } from './world.ts';

export interface Finding {
  /** `skipped`: what it needs was not there, and another line says so. */
  is: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence; where it is not ok, with the mend. */
  says: string;
}

export interface Check {
  name: string;
  /** Rejects with Failed, or with what AWS threw. */
  look: (world: World) => Promise<Finding>;
}

export const ok = (says: string): Finding => ({ is: 'ok', says });
export const warning = (says: string): Finding => ({ is: 'warning', says });
export const failed = (says: string): Finding => ({ is: 'failed', says });
