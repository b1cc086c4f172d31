/** AWS's own words for what does not keep to the shapes of its API. */
import * as z from 'zod/mini';
import { AwsError } from '../aws/aws-error.ts';

export const invalid = (message: string) => new AwsError('ValidationException', message);

/** A text of 1 to this many characters. */
export const text = (longest: number, form?: RegExp) =>
  z.string().check(z.minLength(1), z.maxLength(longest), ...(form ? [z.regex(form)] : []));

export const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));

export const nameForm = /^[0-9a-zA-Z-_.]+$/;

/** What the schema makes of it; all that is wrong at once. No value is repeated: it may be a person's text. */
export const checked = <Schema extends z.ZodMiniType>(schema: Schema, given: unknown): z.output<Schema> => {
  const read = schema.safeParse(given, { error: (issue) => wordsFor(issue as z.core.$ZodIssue) });
  if (read.success) return read.data;
  const { issues } = read.error;
  const told = issues.map(
    ({ path, message }) => `Value at '${path.map(inAwsCase).join('.')}' failed to satisfy constraint: ${message}`,
  );
  throw invalid(`${issues.length} validation error${issues.length > 1 ? 's' : ''} detected: ${told.join('; ')}`);
};

const inAwsCase = (name: PropertyKey): string => String(name).replace(/^./, (first) => first.toLowerCase());

const wordsFor = (issue: z.core.$ZodIssue): string => {
  const counted = 'origin' in issue && issue.origin === 'string' ? 'length' : 'value';
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'Member must not be null' : `Member must be of type ${issue.expected}`;
    case 'too_small':
      return `Member must have ${counted} greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `Member must have ${counted} less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${String(issue.pattern).slice(1, -1)}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.join(', ')}]`;
    default:
      return 'Member is not valid';
  }
};
