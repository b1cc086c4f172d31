/** The `messenger` object of cdk.json's context, one object of settings for each stage, checked before anything is built. Loads no CDK: the sandbox reads it too. */
import * as z from 'zod/mini';
import { rulesSetting } from '../lambda/rules.ts';
import { describe, shownStages } from './context-errors.ts';
import { eventNameForm, isPattern } from './on-event-form.ts';
import { templateProblems } from './on-event-template.ts';
import { declaredReminder, reminderNameForm, reminderProblems } from './remind-form.ts';
import { forms, logRetentions, mostSources, rulesFit } from './setting-forms.ts';
import { production, stageForm } from './stage.ts';

const anyFields = z.record(z.string(), z.unknown());

/** Each ARN once: a second subscription would be the same one. */
const areDifferent = (list: string[]) => new Set(list).size === list.length;

export const fields = z.strictObject({
  hottaskUrl: forms.hottaskUrl,
  serialNumber: forms.serialNumber,
  /** Complete ARN of a secret that already holds the HotTask key, under the key aws/secretsmanager. @default a new, empty one */
  hottaskSecretArn: z.optional(
    z.string().check(z.regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+-[A-Za-z0-9]{6}$/)),
  ),
  /** Who may be texted: lambda/rules.ts. @default nobody */
  rules: z.prefault(rulesSetting.check(z.refine(rulesFit)), {}),
  /** What the gateway lets through, all callers together; above it answers 429 and nothing is sent. */
  throttle: z.prefault(z.strictObject({ ratePerSecond: forms.ratePerSecond, burst: forms.burst }), {}),
  maxConcurrency: forms.maxConcurrency,
  tracing: forms.tracing,
  /** Events of the default bus that are no messages, by a name, each with the template that makes one. @default none */
  onEvent: z._default(
    z.record(
      z.string().check(z.regex(eventNameForm)),
      z.strictObject({ pattern: anyFields.check(z.refine(isPattern)), template: anyFields }),
    ),
    {},
  ),
  /** Texts at a time, by a name: what the construct's `remind` takes, with texts in the place of CDK's types. @default none */
  reminders: z._default(z.record(z.string().check(z.regex(reminderNameForm)), declaredReminder), {}),
  /** ARNs of the SNS topics whose notifications are messages. @default none */
  topics: z._default(
    z
      .array(z.string().check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/)))
      .check(z.refine(areDifferent)),
    [],
  ),
  /** ARNs of the SNS topics that every alarm is told to. @default none: the alarms ring unheard */
  alarmTopics: z._default(
    z
      .array(z.string().check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/)))
      .check(z.refine(areDifferent), z.maxLength(5)),
    [],
  ),
  /** Days for which both logs are kept. @default 90 */
  logRetentionDays: z._default(z.literal(logRetentions), 90),
});

const schemaAt = (now: number | undefined) =>
  fields.check(({ value, issues }) => {
    const { onEvent, topics, reminders, serialNumber, rules } = value;
    if (Object.keys(onEvent).length + topics.length > mostSources)
      issues.push({ code: 'custom', input: onEvent, path: ['onEvent'] });
    for (const [name, { template }] of Object.entries(onEvent)) {
      const problems = templateProblems(template, serialNumber);
      if (problems.length > 0) {
        const says = `makes no message: ${problems.join('. ')}`;
        issues.push({ code: 'custom', input: template, path: ['onEvent', name, 'template'], params: { says } });
      }
    }
    const { maxAgeSeconds } = rules;
    for (const [name, reminder] of Object.entries(reminders))
      for (const [field, says] of reminderProblems(reminder, { serialNumber, maxAgeSeconds, now }))
        issues.push({ code: 'custom', input: reminder, path: ['reminders', name, field], params: { says } });
  });

export type Context = z.output<typeof fields>;

export class ContextError extends Error {
  override name = 'ContextError';
}

/** Reads one stage of `messenger`, as it is to be at an instant in epoch ms. Throws a ContextError with one line for each key at fault. */
export const readContext = (messenger: unknown, stage = production, now = Date.now()): Context =>
  readAt(now, messenger, stage);

/** The same, but for reminders that can never fire: these are let through. */
export const readUntimedContext = (messenger: unknown, stage: string): Context => readAt(undefined, messenger, stage);

const readAt = (now: number | undefined, messenger: unknown, stage: string): Context => {
  const schema = schemaAt(now);
  const settings = settingsOf(messenger, stage);
  const read = schema.safeParse(stage === production ? withMode('live', settings) : settings, { reportInput: true });
  if (!read.success) throw new ContextError(describe(read.error.issues, stage));
  return read.data;
};

const settingsOf = (messenger: unknown, stage: string): unknown => {
  if (!isObject(messenger)) throw new ContextError(shownStages.none);
  if (!stageForm.test(stage)) throw new ContextError(shownStages.malformed);
  const flat = Object.keys(messenger).find((name) => Object.hasOwn(fields.shape, name));
  if (flat !== undefined) throw new ContextError(shownStages.flat(flat));
  if (!Object.hasOwn(messenger, stage)) throw new ContextError(shownStages.unknown(stage, Object.keys(messenger)));
  return messenger[stage as keyof typeof messenger];
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Elsewhere the function's own, allow-list: nobody is texted by mistake from a stage that is there to try things. */
const withMode = (mode: 'live', settings: unknown): unknown => {
  if (!isObject(settings)) return settings;
  const { rules = {} } = settings as { rules?: unknown };
  return isObject(rules) ? { ...settings, rules: { mode, ...rules } } : settings;
};
