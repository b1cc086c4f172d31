/** What is said about a wrong key of the `messenger` context: which key, what it takes, and what came. */
import type * as z from 'zod/mini';
import { eventNameForm } from './on-event-form.ts';
import { reminderMustBe, reminderNameForm } from './remind-form.ts';
import { mustBe } from './setting-forms.ts';
import { kindOf, shown } from './shown-value.ts';

/** Each key there is → what it must be. */
const sayings: Record<string, string> = {
  messenger: 'an object of settings, if need be an empty one: {}',
  'messenger.hottaskUrl': mustBe.hottaskUrl,
  'messenger.serialNumber': mustBe.serialNumber,
  'messenger.hottaskSecretArn':
    'the complete ARN of a secret, six characters at its end included: aws secretsmanager describe-secret --secret-id NAME --query ARN',
  'messenger.rules': `an object of ${mustBe.rules}`,
  'messenger.rules.mode': mustBe.mode,
  'messenger.rules.allowList': mustBe.allowList,
  'messenger.rules.prefixes': mustBe.prefixes,
  'messenger.rules.requireKeys': mustBe.requireKeys,
  'messenger.rules.maxAgeSeconds': mustBe.maxAgeSeconds,
  'messenger.rules.breakerAfter': mustBe.breakerAfter,
  'messenger.throttle': 'an object such as {"ratePerSecond": 5, "burst": 5}',
  'messenger.throttle.ratePerSecond': mustBe.ratePerSecond,
  'messenger.throttle.burst': mustBe.burst,
  'messenger.maxConcurrency': mustBe.maxConcurrency,
  'messenger.tracing': mustBe.tracing,
  'messenger.onEvent':
    'an object of rules, at most 16 together with messenger.topics, each under a name of 1 to 32 letters, digits or hyphens',
  'messenger.onEvent.*':
    'an object such as {"pattern": {"source": ["shop.orders"]}, "template": {"ToPhoneNumber": "{{detail.phone}}", "Message": "It is on its way."}}',
  'messenger.onEvent.*.pattern':
    'an EventBridge pattern such as {"source": ["shop.orders"], "detail": {"status": ["shipped"]}}: at the end of each field a list that is not empty and holds no null, which CloudFormation refuses',
  'messenger.onEvent.*.template':
    'an object of the fields of a message such as {"ToPhoneNumber": "{{detail.phone}}", "Message": "It is on its way."}',
  'messenger.reminders': 'an object of reminders, each under a name of 1 to 32 letters, digits or hyphens',
  'messenger.reminders.*':
    'an object such as {"schedule": "cron(0 9 25 * ? *)", "timeZone": "Europe/Berlin", "message": {"ToPhoneNumber": "+12025550123", "Message": "It is payday."}}',
  'messenger.reminders.*.schedule': reminderMustBe.schedule,
  'messenger.reminders.*.timeZone': reminderMustBe.timeZone,
  'messenger.reminders.*.message': reminderMustBe.message,
  'messenger.reminders.*.lateBySeconds': reminderMustBe.lateBySeconds,
  'messenger.alarmTopics':
    'a list of at most 5 ARNs of standard SNS topics such as ["arn:aws:sns:eu-central-1:111122223333:on-call"], each once',
  'messenger.topics':
    'a list of the ARNs of standard SNS topics such as ["arn:aws:sns:eu-central-1:111122223333:orders"], each once: a FIFO topic promises an order that the queue does not keep',
  'messenger.logRetentionDays': 'one of',
};

/** Below these stand phone numbers, their beginnings, and texts, which no build log needs. */
const personal = ['messenger.rules.allowList', 'messenger.rules.prefixes', 'messenger.onEvent', 'messenger.reminders'];
/** But for these. */
const harmless = ['schedule', 'timeZone', 'lateBySeconds'].map((field) => `messenger.reminders.*.${field}`);
const isPersonalAt = (entry: string): boolean =>
  personal.some((start) => entry.startsWith(start)) && !harmless.includes(entry);

/** Below these stand objects, each under a name. */
const named: Record<string, RegExp> = { onEvent: eventNameForm, reminders: reminderNameForm };

const example = '{"messenger": {"production": {"rules": {"prefixes": {"+1": "allow"}}}}}';

/** What is wrong with the stages, before any one's settings are looked at. */
export const shownStages = {
  none: `messenger must be an object of stages in the context of cdk.json, each with its settings: ${example}`,
  malformed: 'The stage must be a lower-case letter, then letters, digits or hyphens, at most 20: -c stage=staging',
  flat: (name: string) =>
    `messenger.${name} is a setting, and settings stand below a stage: put those that were there into ${example}`,
  unknown: (stage: string, known: string[]) =>
    `messenger has no stage "${stage}": put "${stage}": {} into it, or choose ${known.length > 0 ? `another (${known.join(', ')})` : 'none'} with -c stage=NAME`,
};

/** One line for each key at fault. */
export const describe = (issues: z.core.$ZodIssue[], stage: string): string =>
  issues.map((issue) => sentence(issue).replace(/^messenger/, `messenger.${stage}`)).join('\n');

const sentence = (issue: z.core.$ZodIssue): string => {
  const { key, entry, index } = locate(issue.path);
  if (issue.code === 'custom' && issue.params) return `${key} ${issue.params.says}`;
  if (issue.code === 'unrecognized_keys') {
    const children = Object.keys(sayings).filter((name) => name.replace(/\.\w+$/, '') === entry && name !== entry);
    return `${key} has unknown keys (${issue.keys.join(', ')}): it takes ${children.map(lastName).join(', ')}`;
  }
  const isPersonal = isPersonalAt(entry);
  const values = issue.code === 'invalid_value' && !isPersonal ? ` ${issue.values.join(', ')}` : '';
  const got = isPersonal ? kindOf(issue.input) : shown(issue.input);
  return `${key}${index} must be ${sayings[entry] ?? 'something else'}${values}; got ${got}`;
};

/** The key as it is shown, and its entry among the sayings. */
const locate = (path: PropertyKey[]): { key: string; entry: string; index: string } => {
  const names = path.filter((step) => typeof step === 'string');
  const at = path.find((step) => typeof step === 'number');
  const index = at === undefined ? '' : `[${at}]`;
  const [first = '', name, ...more] = names;
  if (Object.hasOwn(named, first) && name !== undefined && named[first]?.test(name)) {
    const deepest = more.slice(0, 1);
    const dotted = (step: string) => ['messenger', first, step, ...deepest].join('.');
    return { key: dotted(name), entry: dotted('*'), index: '' };
  }
  const full = ['messenger', ...names].join('.');
  const key = personal.find((start) => full.startsWith(start)) ?? full;
  return { key, entry: key, index };
};

const lastName = (key: string): string => key.slice(key.lastIndexOf('.') + 1);
