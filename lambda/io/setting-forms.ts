/** What settings of a function look like, and how a wrong one is told: by its name and with the mend, without its value. */
import * as z from 'zod/mini';
import { serialNumberForm } from '../message.ts';
import { rulesSetting } from '../rules.ts';

export class SettingsError extends Error {
  override name = 'SettingsError';
}

export type Environment = Record<string, string | undefined>;

/** Throws a SettingsError that names each wrong one. */
export const readEnvironment = <Read>(environment: z.ZodMiniType<Read>, env: Environment): Read => {
  const read = environment.safeParse(env);
  if (read.success) return read.data;
  throw new SettingsError(describe(read.error.issues));
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const secretId = z
  .string('is required: name or ARN of a secret')
  .check(z.regex(/^\S{1,2048}$/, 'must be name or ARN of a secret'));

export const table = z
  .string('is required: name or ARN of a DynamoDB table')
  .check(z.regex(/^[\w.:/-]{3,1024}$/, 'must be name or ARN of a DynamoDB table'));

export const serialNumber = z.optional(
  z.string().check(z.regex(serialNumberForm, 'must be 1 to 64 letters, digits or hyphens')),
);

export const sendRules = z.pipe(z.pipe(z._default(z.string(), '{}'), z.transform(json)), rulesSetting);

/** What SEND_RULES takes, said once for every way of getting it wrong. */
const rulesHelp =
  'must be JSON such as {"mode":"live","prefixes":{"+1":"allow"}}: mode is live, allow-list or dry-run; ' +
  'allowList holds E.164 numbers; prefixes name "+" and digits, each allow or deny; requireKeys is true or false; maxAgeSeconds is 60 to 118800; breakerAfter is 0 to 100';

const describe = (issues: z.core.$ZodIssue[]): string =>
  issues
    .map(({ path: [name, ...inside], message }) => {
      if (name !== 'SEND_RULES') return `${String(name)} ${message}`;
      return `SEND_RULES${inside.length > 0 ? `.${String(inside[0])}` : ''} is wrong: it ${rulesHelp}`;
    })
    .join('\n');
