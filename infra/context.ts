/** The `messenger` object of cdk.json's context, checked before anything is built from it. */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod/mini';
import { readSettings } from '../lambda/io/settings.ts';
import { e164, serialNumberForm } from '../lambda/message.ts';
import { rulesSetting } from '../lambda/rules.ts';
import { describe } from './context-errors.ts';
import { inputTemplateOf, longestInputTemplate } from './input-template.ts';

const anySettings = {
  HOTTASK_SECRET_ID: 'any',
  MESSENGER_SECRET_ID: 'any',
  LEDGER_TABLE: 'any',
  PARKED_QUEUE_URL: 'https://sqs.example/000000000000/any',
};

/** Asks the function itself, so that nothing passes here that would stop its start. */
const isAccepted = (setting: Record<string, string>): boolean => {
  try {
    readSettings({ ...anySettings, ...setting });
    return true;
  } catch {
    return false;
  }
};

const isHttps = (url: string) => isAccepted({ HOTTASK_URL: url }) && new URL(url).protocol === 'https:';

/** Lambda gives all of the environment 4,096 bytes; the rest of ours needs 1,200 with the longest names. */
const rulesLimitBytes = 2_800;
const fits = (rules: object) => Buffer.byteLength(JSON.stringify(rules)) <= rulesLimitBytes;

const retentions = Object.values(RetentionDays).filter(
  (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
) as number[];

const perSecond = z.int().check(z.gte(1), z.lte(10_000));

const place = /\{\{\s*(detail|detail-type|id|source|time|account|region|resources|version)(\.[\w-]+)*\s*\}\}/g;
const hasPlace = (text: string) => text.search(place) >= 0;
/** Text in which each pair of braces is a place that an event may fill. */
const withPlaces = z.string().check(z.refine((text) => !/\{\{|\}\}/.test(text.replace(place, ''))));

const onEventSetting = z.strictObject({
  pattern: z.record(z.string(), z.unknown()).check(z.refine((pattern) => Object.keys(pattern).length > 0)),
  template: z
    .strictObject({
      SerialNumber: z.optional(withPlaces.check(z.refine((text) => hasPlace(text) || serialNumberForm.test(text)))),
      ToPhoneNumber: withPlaces.check(z.refine((text) => hasPlace(text) || e164.test(text))),
      Message: withPlaces.check(z.minLength(1)),
      IdempotencyKey: z.optional(withPlaces.check(z.refine((text) => hasPlace(text)))),
      NotAfter: z.optional(withPlaces.check(z.refine((text) => hasPlace(text)))),
      DryRun: z.optional(z.boolean()),
    })
    .check(z.refine((template) => inputTemplateOf(template).length <= longestInputTemplate)),
});

const schema = z.strictObject({
  /** HotTask's address without the path. @default 'https://usapi.hottask.com', the function's own */
  hottaskUrl: z.optional(z.string().check(z.maxLength(256), z.refine(isHttps))),
  /** Used where a message names no SerialNumber. @default none: each message must name one */
  serialNumber: z.optional(z.string().check(z.refine((text) => isAccepted({ HOTTASK_SERIAL_NUMBER: text })))),
  /** Complete ARN of a secret that already holds the HotTask key, under the key aws/secretsmanager. @default a new, empty one */
  hottaskSecretArn: z.optional(
    z.string().check(z.regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+-[A-Za-z0-9]{6}$/)),
  ),
  /** Who may be texted: lambda/rules.ts. @default nobody */
  rules: z.prefault(rulesSetting.check(z.refine(fits)), {}),
  /** What the gateway lets through, all callers together; above it answers 429 and nothing is sent. */
  throttle: z.prefault(
    z.strictObject({
      /** @default 5: a new account runs 10 functions at once, and a message takes about a second */
      ratePerSecond: z._default(perSecond, 5),
      /** How many may come at once. @default 5 */
      burst: z._default(perSecond, 5),
    }),
    {},
  ),
  /** How many batches of the queue are sent at once. AWS takes no fewer than 2. @default 5: a new account runs 10 functions at once */
  maxConcurrency: z._default(z.int().check(z.gte(2), z.lte(1_000)), 5),
  /** Name → which events of the default bus are texted, and by what template. @default none */
  onEvent: z._default(z.record(z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9-]{0,31}$/)), onEventSetting), {}),
  /** ARNs of SNS topics to subscribe to. A FIFO topic sends to no standard queue. @default none */
  topics: z._default(z.array(z.string().check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/))), []),
  /** Days for which both logs are kept. @default 90 */
  logRetentionDays: z._default(z.literal(retentions), 90),
});

export type Context = z.output<typeof schema>;

export class ContextError extends Error {
  override name = 'ContextError';
}

/** Reads `messenger`. Throws a ContextError with one line for each key at fault. */
export const readContext = (messenger: unknown): Context => {
  const read = schema.safeParse(messenger, { reportInput: true });
  if (!read.success) throw new ContextError(describe(read.error.issues));
  return read.data;
};
