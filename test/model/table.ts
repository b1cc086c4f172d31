/** DynamoDB in a few lines: says of one write whether its condition holds, and what then stands there. */
import type { Value } from '../../lambda/conditional-write.ts';
import type { Clause, Write } from '../../lambda/ledger/writes.ts';

/** An item as the table has it. */
export type Stored = Readonly<Record<string, Value>>;

/** The item after the write; undefined where the condition failed and all stays as it is. */
export const put = (item: Stored | undefined, { pk, when, set, remove, isClaim }: Write): Stored | undefined => {
  if (!when.some((row) => row.every((clause) => holds(item ?? {}, clause)))) return undefined;
  const next: Record<string, Value> = { ...item, pk };
  for (const name of remove) delete next[name];
  for (const [name, value] of Object.entries(set)) if (value !== undefined) next[name] = value;
  if (isClaim) next.attempts = Number(item?.attempts ?? 0) + 1;
  return next;
};

/** An attribute that is missing is none of the values. */
const holds = (item: Stored, clause: Clause): boolean => {
  if ('isAbsent' in clause) return item[clause.isAbsent] === undefined;
  const found = item[clause.name];
  return found !== undefined && clause.isOneOf.includes(found);
};
