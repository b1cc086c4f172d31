/** What is said about a wrong key of the `messenger` context: which key, what it takes, and what came. */
import type * as z from 'zod/mini';

/** Each key there is → what it must be. */
const mustBe: Record<string, string> = {
  messenger: 'an object in the context of cdk.json, if need be an empty one: {}',
  'messenger.hottaskUrl': 'https://host without credentials and query: leave it out for https://usapi.hottask.com',
  'messenger.serialNumber':
    '1 to 64 letters, digits or hyphens: HotTask shows it under chatbot settings, general, chatbot ID',
  'messenger.hottaskSecretArn':
    'the complete ARN of a secret, six characters at its end included: aws secretsmanager describe-secret --secret-id NAME --query ARN',
  'messenger.rules': 'an object of at most 2,800 bytes as JSON: let a prefix stand for many numbers',
  'messenger.rules.mode': 'one of',
  'messenger.rules.allowList': 'a list of E.164 numbers such as ["+12025550123"]',
  'messenger.rules.prefixes':
    '"+" and at most 15 digits, each with allow or deny, such as {"+1": "allow", "+1900": "deny"}',
  'messenger.rules.requireKeys': 'true or false, without quotes',
  'messenger.rules.maxAgeSeconds': 'a whole number of seconds from 60 to 118800 (33 hours)',
  'messenger.throttle': 'an object such as {"ratePerSecond": 5, "burst": 5}',
  'messenger.throttle.ratePerSecond': 'a whole number of messages from 1 to 10000',
  'messenger.throttle.burst': 'a whole number of messages from 1 to 10000',
  'messenger.logRetentionDays': 'one of',
};

/** Below these stand phone numbers and their beginnings, which no build log needs. */
const personal = ['messenger.rules.allowList', 'messenger.rules.prefixes'];

/** One line for each key at fault. */
export const describe = (issues: z.core.$ZodIssue[]): string => issues.map(sentence).join('\n');

const sentence = (issue: z.core.$ZodIssue): string => {
  const [key, index] = locate(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const children = Object.keys(mustBe).filter((name) => name.replace(/\.\w+$/, '') === key && name !== key);
    return `${key} has unknown keys (${issue.keys.join(', ')}): it takes ${children.map(lastName).join(', ')}`;
  }
  const isPersonal = personal.includes(key);
  const values = issue.code === 'invalid_value' && !isPersonal ? ` ${issue.values.join(', ')}` : '';
  const got = isPersonal ? kindOf(issue.input) : shown(issue.input);
  return `${key}${index} must be ${mustBe[key] ?? 'something else'}${values}; got ${got}`;
};

const locate = (path: PropertyKey[]): [key: string, index: string] => {
  const key = ['messenger', ...path.filter((step) => typeof step === 'string')].join('.');
  const index = path.find((step) => typeof step === 'number');
  return [personal.find((start) => key.startsWith(start)) ?? key, index === undefined ? '' : `[${index}]`];
};

const lastName = (key: string): string => key.slice(key.lastIndexOf('.') + 1);

const kindOf = (value: unknown): string => {
  if (value === undefined || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `another ${typeof value}`;
};

/** A URL may hold a password before its "@". */
const shown = (value: unknown): string =>
  typeof value === 'object' || value === undefined || String(value).includes('@')
    ? kindOf(value)
    : JSON.stringify(value).slice(0, 100);
