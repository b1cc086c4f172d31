/** A conditional write in DynamoDB's words: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
import type { AttributeValue, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Clause, ConditionalWrite, Value } from '../conditional-write.ts';

/** Every name goes through a placeholder: `state`, `owner` and others are reserved words. */
export const updateItem = <Name extends string>(
  TableName: string,
  { pk, sk, when, set, remove, isClaim }: ConditionalWrite<Name>,
): UpdateItemCommandInput => {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  const name = (attribute: string) => {
    names.set(`#${attribute}`, attribute);
    return `#${attribute}`;
  };
  const value = (given: Value) => {
    const placeholder = `:v${values.size}`;
    values.set(placeholder, marshal(given));
    return placeholder;
  };

  const test = (clause: Clause<Name>): string => {
    if ('isAbsent' in clause) return `attribute_not_exists(${name(clause.isAbsent)})`;
    if ('isBelow' in clause) return `${name(clause.name)} < ${value(clause.isBelow)}`;
    return `${name(clause.name)} IN (${clause.isOneOf.map(value).join(', ')})`;
  };
  const sets = Object.entries<Value | undefined>(set).flatMap(([attribute, given]) =>
    given === undefined ? [] : [`${name(attribute)} = ${value(given)}`],
  );
  return {
    TableName,
    Key: { pk: { S: pk }, ...(sk === undefined ? {} : { sk: { S: sk } }) },
    ConditionExpression: when.map((row) => `(${row.map(test).join(' AND ')})`).join(' OR '),
    UpdateExpression: [
      `SET ${sets.join(', ')}`,
      ...(remove.length > 0 ? [`REMOVE ${remove.map(name).join(', ')}`] : []),
      ...(isClaim ? [`ADD ${name('attempts')} ${value(1)}`] : []),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: Object.fromEntries(values),
  };
};

export const marshal = (value: Value): AttributeValue =>
  typeof value === 'string' ? { S: value } : { N: String(value) };

/** The plain values of an item; what is of a type that we never write is left out. */
export const unmarshal = (item: Record<string, AttributeValue>): Record<string, Value> => {
  const plain: Record<string, Value> = {};
  for (const [name, { S, N }] of Object.entries(item)) {
    if (S !== undefined) plain[name] = S;
    else if (N !== undefined) plain[name] = Number(N);
  }
  return plain;
};
