/** All mutants, in the order in which a message meets what they break. */
import { attempts } from './list/attempts.ts';
import { breaker } from './list/breaker.ts';
import { callers } from './list/callers.ts';
import { deliver } from './list/deliver.ts';
import { hottask } from './list/hottask.ts';
import { items } from './list/items.ts';
import { keptReply } from './list/kept-reply.ts';
import { outcome } from './list/outcome.ts';
import { promise } from './list/promise.ts';
import { protocol } from './list/protocol.ts';
import { queue } from './list/queue.ts';
import { reminders } from './list/reminders.ts';
import { rows } from './list/rows.ts';
import { standing } from './list/standing.ts';
import { table } from './list/table.ts';
import { takes } from './list/take.ts';
import { toldInstants } from './list/told-instant.ts';
import { updateItem } from './list/update-item.ts';
import { wire } from './list/wire.ts';
import { writes } from './list/writes.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  ...promise,
  ...rows,
  ...outcome,
  ...attempts,
  ...hottask,
  ...deliver,
  ...breaker,
  ...protocol,
  ...writes,
  ...standing,
  ...items,
  ...keptReply,
  ...wire,
  ...table,
  ...updateItem,
  ...queue,
  ...reminders,
  ...takes,
  ...callers,
  ...toldInstants,
];
