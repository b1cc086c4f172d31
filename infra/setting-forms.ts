/** What a setting may be, as a check and in words: the same in cdk.json's context and among the construct's props. */
import * as z from 'zod/mini';
import { readSettings } from '../lambda/io/settings.ts';

const anySettings = {
  HOTTASK_SECRET_ID: 'any',
  MESSENGER_SECRET_ID: 'any',
  LEDGER_TABLE: 'any',
  REMINDERS_TABLE: 'any',
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

const perSecond = z.int().check(z.gte(1), z.lte(10_000));

export const forms = {
  /** HotTask's address without the path. @default 'https://usapi.hottask.com', the function's own */
  hottaskUrl: z.optional(z.string().check(z.maxLength(256), z.refine(isHttps))),
  /** Used where a message names no SerialNumber. @default none: each message must name one */
  serialNumber: z.optional(z.string().check(z.refine((text) => isAccepted({ HOTTASK_SERIAL_NUMBER: text })))),
  /** @default 5: a new account runs 10 functions at once, and a message takes about a second */
  ratePerSecond: z._default(perSecond, 5),
  /** How many may come at once. @default 5 */
  burst: z._default(perSecond, 5),
  /** How many batches of the queue are sent at once. @default 5: with the gateway's 5 what a new account runs at once */
  maxConcurrency: z._default(z.int().check(z.gte(2), z.lte(1_000)), 5),
  /** X-Ray traces some of the function's invocations. @default false */
  tracing: z._default(z.boolean(), false),
};

/** Lambda gives all of the environment 4,096 bytes; the rest of ours needs 1,400 with the longest names. */
const rulesLimitBytes = 2_600;
export const rulesFit = (rules: object) => Buffer.byteLength(JSON.stringify(rules)) <= rulesLimitBytes;

/** The longest topic's ARN has 300 bytes, and both policies have 8,192 of them. */
export const mostSources = 16;

/** In days, as CloudWatch Logs takes them: CDK's RetentionDays, without the library behind it. */
export const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Stands behind "must be"; what lists its values is followed by them. */
export const mustBe = {
  hottaskUrl: 'https://host without credentials and query: leave it out for https://usapi.hottask.com',
  serialNumber: '1 to 64 letters, digits or hyphens: HotTask shows it under chatbot settings, general, chatbot ID',
  rules: 'at most 2,600 bytes as JSON: let a prefix stand for many numbers',
  mode: 'one of',
  allowList: 'a list of E.164 numbers such as ["+12025550123"]',
  prefixes: '"+" and at most 15 digits, each with allow or deny, such as {"+1": "allow", "+1900": "deny"}',
  requireKeys: 'true or false, without quotes',
  maxAgeSeconds: 'a whole number of seconds from 60 to 118800 (33 hours)',
  breakerAfter: 'a whole number of messages from 0 (never) to 100',
  ratePerSecond: 'a whole number of messages from 1 to 10000',
  burst: 'a whole number of messages from 1 to 10000',
  maxConcurrency: 'a whole number from 2 to 1000',
  tracing: 'true or false, without quotes',
} as const;
