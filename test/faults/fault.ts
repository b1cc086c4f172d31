/** A row of the matrix. */
import type { Cell } from './cell.ts';

export interface Fault {
  /** Where it strikes, as the design's table has it. */
  point: string;
  /** What happens, and what that means for the recipient. */
  name: string;
  /** Makes it and checks what must hold. */
  play: (cell: Cell) => Promise<void>;
}

/** A row that cannot be on some way in, or on none yet: the reason, by the source's name, or for all. */
export interface NotApplicable {
  point: string;
  name: string;
  notApplicable: string;
}
