/** DynamoDB in a few lines: says of one write whether its condition holds, and what then stands there. */
import type { Clause, ConditionalWrite, Value } from '../../lambda/conditional-write.ts';

/** An item as the table has it. */
export type Stored = Readonly<Record<string, Value>>;

/** The item after the write; undefined where the condition failed and all stays as it is. */
export const put = <Name extends string>(
  item: Stored | undefined,
  { pk, sk, when, set, remove, isClaim }: ConditionalWrite<Name>,
): Stored | undefined => {
  if (!when.some((row) => row.every((clause) => holds(item ?? {}, clause)))) return undefined;
  const next: Record<string, Value> = { ...item, pk, ...(sk === undefined ? {} : { sk }) };
  for (const name of remove) delete next[name];
  for (const [name, value] of Object.entries<Value | undefined>(set)) if (value !== undefined) next[name] = value;
  if (isClaim) next.attempts = Number(item?.attempts ?? 0) + 1;
  return next;
};

/** An attribute that is missing is none of the values, and below none; nor is a text below a number. */
const holds = (item: Stored, clause: Clause<string>): boolean => {
  if ('isAbsent' in clause) return item[clause.isAbsent] === undefined;
  const found = item[clause.name];
  if ('isBelow' in clause) return typeof found === 'number' && found < clause.isBelow;
  return found !== undefined && clause.isOneOf.includes(found);
};
