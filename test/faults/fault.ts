/** A row of the matrix. */
import type { Cell } from './cell.ts';
import type { Source } from './sources.ts';

export interface Fault {
  /** Where it strikes, as the design's table has it. */
  point: string;
  /** What happens, and what that means for the recipient. */
  name: string;
  /** Makes it and checks what must hold. */
  play: (cell: Cell) => Promise<void>;
  /** Ways in on which it cannot be: source's name → reason. */
  notOn?: Partial<Record<Source['name'], string>>;
}
