/** Who may be texted, and until when. Pure: what counts or looks something up stands in io/. */
import * as z from 'zod/mini';
import type { Delivery } from './delivery.ts';
import { e164, invalid } from './message.ts';
import type { Outcome } from './outcome.ts';
import { longestLateBySeconds, longestMaxAgeSeconds, usualMaxAgeSeconds } from './wiring.ts';

/** The setting SEND_RULES, each field with its default. */
export const rulesSetting = z.strictObject({
  /** live: prefixes decide. allow-list: only the numbers of `allowList`. dry-run: nobody is texted. @default 'allow-list' */
  mode: z._default(z.enum(['live', 'allow-list', 'dry-run']), 'allow-list'),
  allowList: z._default(z.array(z.string().check(z.regex(e164))), []),
  /** Prefix → allow or deny; the longest that fits decides, and where none fits the number is refused. "+" fits all. */
  prefixes: z._default(z.record(z.string().check(z.regex(/^\+\d{0,15}$/)), z.enum(['allow', 'deny'])), {}),
  /** Refuse messages without an IdempotencyKey of their own. @default false */
  requireKeys: z._default(z.boolean(), false),
  /** A message older than this is not sent; its age counts from its source's own time. @default 86400, a day */
  maxAgeSeconds: z._default(z.int().check(z.gte(60), z.lte(longestMaxAgeSeconds)), usualMaxAgeSeconds),
  /** After so many messages in a row of which nobody knows whether they were sent, HotTask is taken for down; 0: never. @default 3 */
  breakerAfter: z._default(z.int().check(z.gte(0), z.lte(100)), 3),
});
export type Rules = z.output<typeof rulesSetting>;

/** The first reason why this delivery must not be sent now, or undefined. */
export const refuse = (rules: Rules, delivery: Delivery, now: number): Outcome | undefined =>
  keyless(rules, delivery) ?? expired(rules, delivery, now) ?? blocked(rules, delivery) ?? dryRun(rules, delivery);

const keyless = ({ requireKeys }: Rules, { keyIsDerived }: Delivery): Outcome | undefined =>
  requireKeys && keyIsDerived
    ? invalid(['IdempotencyKey is required here: give each message a key of its own, such as appt-42.confirmed'])
    : undefined;

/**
 * From then on nothing is written of a message: its own `NotAfter`, or the age that the rules allow and, of a reminder, its
 * `LateBySeconds` (whose least no rules make less), unless a person allowed more. Epoch ms.
 */
export const sendBy = ({ maxAgeSeconds }: Rules, delivery: Delivery): number => {
  const { message, sourceTime, lateBySeconds } = delivery;
  const longest =
    lateBySeconds === undefined ? maxAgeSeconds : Math.min(longestLateBySeconds(maxAgeSeconds), lateBySeconds);
  const { until = sourceTime + longest * 1_000 } = delivery;
  return Math.min(message.NotAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(message.NotAfter), until);
};

/** Asked before the first attempt, and after each that was not sent. */
export const expired = (rules: Rules, delivery: Delivery, now: number): Outcome | undefined => {
  if (now < sendBy(rules, delivery)) return undefined;
  const { message, lateBySeconds } = delivery;
  const why =
    message.NotAfter !== undefined && now >= Date.parse(message.NotAfter)
      ? 'NotAfter has passed: nothing was sent. If it should still go out, send it with a later NotAfter and the same key.'
      : lateBySeconds !== undefined
        ? 'The reminder is later than its LateBySeconds allows: nothing was sent. If it should still go out, send its message without delay.'
        : 'It is older than SEND_RULES.maxAgeSeconds (rules in cdk.json) allows: nothing was sent. If it should still go out, send it anew with the same key.';
  return { state: 'Expired', why };
};

const blocked = (rules: Rules, { message: { ToPhoneNumber } }: Delivery): Outcome | undefined => {
  if (rules.mode !== 'allow-list') {
    if (allowedByPrefix(rules, ToPhoneNumber)) return undefined;
    return {
      state: 'Blocked',
      why: 'ToPhoneNumber: no prefix in SEND_RULES.prefixes (rules in cdk.json) allows this number. Nothing was sent; add its prefix to text it.',
    };
  }
  if (rules.allowList.includes(ToPhoneNumber)) return undefined;
  return {
    state: 'Blocked',
    why: 'ToPhoneNumber is not in SEND_RULES.allowList (rules in cdk.json), and this deployment texts no other number. Nothing was sent.',
  };
};

const allowedByPrefix = ({ prefixes }: Rules, number: string): boolean => {
  const longest = Object.keys(prefixes)
    .filter((prefix) => number.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  return longest !== undefined && prefixes[longest] === 'allow';
};

const dryRun = ({ mode }: Rules, { message }: Delivery): Outcome | undefined => {
  const whose = message.DryRun
    ? 'the message asked for it (DryRun)'
    : mode === 'dry-run'
      ? 'this deployment is in dry-run mode'
      : undefined;
  return whose
    ? { state: 'DryRun', why: `Nothing was sent: ${whose}. The message and its number would have been accepted.` }
    : undefined;
};
