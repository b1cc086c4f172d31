/**
 * A write to one of our tables as data: on which condition, and what it sets. All are conditional, none deletes.
 * io/update-item.ts says them to DynamoDB; the models in the tests play them on plain objects.
 */
export type Value = string | number;

/** One test of one attribute of the item that is there. Of an attribute that is absent only `isAbsent` holds. */
export type Clause<Name extends string> =
  | { isAbsent: Name }
  | { name: Name; isOneOf: readonly Value[] }
  | { name: Name; isBelow: number };

export interface ConditionalWrite<Name extends string> {
  pk: string;
  /** Where the table has one. */
  sk?: string;
  /** Holds where all clauses of any one row hold. */
  when: readonly (readonly Clause<Name>[])[];
  set: Partial<Record<Name, Value | undefined>>;
  remove: readonly Name[];
  /** Adds one to `attempts`. */
  isClaim?: true;
}

/** `refused`: certainly not written. `lost`: no answer, it may be written, or be written later. */
export type Written = 'done' | 'condition failed' | 'refused' | 'lost';
