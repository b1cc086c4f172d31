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
  'messenger.maxConcurrency': 'a whole number of batches from 2 to 1000',
  'messenger.onEvent':
    'an object such as {"shipped": {"pattern": {"detail-type": ["Shipped"]}, "template": {…}}}, each name a letter, then at most 31 letters, digits or hyphens',
  'messenger.onEvent.NAME': 'an object with pattern and template',
  'messenger.onEvent.NAME.pattern':
    'an EventBridge pattern with at least one field, such as {"detail-type": ["Shipped"]}',
  'messenger.onEvent.NAME.template':
    'an object such as {"ToPhoneNumber": "{{detail.phone}}", "Message": "Order {{detail.order}} is on its way."}, at most 8,192 characters with what EventBridge needs around it',
  'messenger.onEvent.NAME.template.SerialNumber':
    '1 to 64 letters, digits or hyphens, or a place such as {{detail.chatbot}}',
  'messenger.onEvent.NAME.template.ToPhoneNumber': 'E.164 such as "+12025550123", or a place such as {{detail.phone}}',
  'messenger.onEvent.NAME.template.Message': 'a text; its places name the event, such as {{detail.order}}',
  'messenger.onEvent.NAME.template.IdempotencyKey':
    'a text with a place such as {{detail.order}}.shipped: without one all events would be one message',
  'messenger.onEvent.NAME.template.NotAfter': 'a place such as {{detail.deadline}}',
  'messenger.onEvent.NAME.template.DryRun': 'true or false, without quotes',
  'messenger.topics': 'a list of ARNs of SNS topics (no FIFO topic: it sends to FIFO queues only)',
  'messenger.logRetentionDays': 'one of',
};

/** Below these stand phone numbers and their beginnings, which no build log needs. */
const personal = ['messenger.rules.allowList', 'messenger.rules.prefixes', 'messenger.onEvent.NAME.template'];

/** One line for each key at fault. */
export const describe = (issues: z.core.$ZodIssue[]): string => issues.map(sentence).join('\n');

const sentence = (issue: z.core.$ZodIssue): string => {
  const { key, index, rule } = locate(issue.code === 'invalid_key' ? issue.path.slice(0, -1) : issue.path);
  if (issue.code === 'unrecognized_keys') {
    const children = Object.keys(mustBe).filter((name) => name.replace(/\.\w+$/, '') === rule && name !== rule);
    return `${key} has unknown keys (${issue.keys.join(', ')}): it takes ${children.map(lastName).join(', ')}`;
  }
  const isPersonal = personal.some((start) => rule.startsWith(start));
  const values = issue.code === 'invalid_value' && !isPersonal ? ` ${issue.values.join(', ')}` : '';
  const got = isPersonal ? kindOf(issue.input) : shown(issue.input);
  return `${key}${index} must be ${mustBe[rule] ?? 'something else'}${values}; got ${got}`;
};

/** `rule`: the key in the table above, where NAME stands for a name that is free. */
const locate = (path: PropertyKey[]): { key: string; index: string; rule: string } => {
  const whole = ['messenger', ...path.filter((step) => typeof step === 'string')].join('.');
  const index = path.find((step) => typeof step === 'number');
  const key = personal.find((start) => whole.startsWith(start)) ?? whole;
  const named = key.replace(/^(messenger\.onEvent)\.[^.]+/, '$1.NAME');
  // What is wrong in a pattern, or with a name, is said of the whole.
  const rule = Object.hasOwn(mustBe, named)
    ? named
    : (Object.keys(mustBe).findLast((name) => named.startsWith(`${name}.`)) ?? named);
  return { key, index: index === undefined ? '' : `[${index}]`, rule };
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
