/** The sandbox's own settings: the ports, and the function's settings with far ends on this machine. */

import { type RemindersSettings, readRemindersSettings } from '../lambda/io/reminders-settings.ts';
import { readSettings, type Settings, SettingsError } from '../lambda/io/settings.ts';
import { asObject, readObject } from '../lambda/json.ts';
import type { OnEventRule } from './aws/event-bridge.ts';

export const secretIds = { hottask: 'hottask-secret-key', messenger: 'hottask-messenger' } as const;
export const ledgerTable = 'hottask-messenger-ledger';
export const remindersTable = 'hottask-messenger-reminders';
export const queues = { main: 'hottask-messenger', parked: 'hottask-messenger-parked' } as const;
/** In which all schedules of reminders stand. */
export const scheduleGroup = 'hottask-messenger';
export const scheduleRoleArn = 'arn:aws:iam::000000000000:role/hottask-messenger-scheduler';
export const topicArn = 'arn:aws:sns:us-east-1:000000000000:hottask-messenger';
/** As the AWS endpoint has it. */
export const queueUrl = (awsUrl: string, name: string): string => `${awsUrl}/000000000000/${name}`;
/** What a caller puts where HotTask's key would be. */
export const callerKey = 'sandbox-key';

type Env = Record<string, string | undefined>;

/** PORT and the next two; 0 takes three free ones. */
export const readPorts = ({ PORT = '4000' }: Env): [number, number, number] => {
  const port = /^\d{1,5}$/.test(PORT) ? Number(PORT) : Number.NaN;
  if (!(port <= 65_533))
    throw new SettingsError('PORT must be a whole number up to 65533, such as 4000; the next two are used too');
  return port === 0 ? [0, 0, 0] : [port, port + 1, port + 2];
};

/** As deployed, but every number may be texted unless SEND_RULES says otherwise: nothing here reaches a phone. */
export const readFunctionSettings = (env: Env, urls: { hottask: string; parked: string }): Settings =>
  readSettings({
    HOTTASK_URL: urls.hottask,
    HOTTASK_SECRET_ID: secretIds.hottask,
    MESSENGER_SECRET_ID: secretIds.messenger,
    LEDGER_TABLE: ledgerTable,
    REMINDERS_TABLE: remindersTable,
    PARKED_QUEUE_URL: urls.parked,
    HOTTASK_SERIAL_NUMBER: env.HOTTASK_SERIAL_NUMBER,
    SEND_RULES: rulesOf(env),
  });

/** The same rules; Scheduler puts what is due on the same queue. */
export const readRemindersFunctionSettings = (env: Env): RemindersSettings =>
  readRemindersSettings({
    MESSENGER_SECRET_ID: secretIds.messenger,
    REMINDERS_TABLE: remindersTable,
    LEDGER_TABLE: ledgerTable,
    SCHEDULE_GROUP: scheduleGroup,
    SCHEDULE_ROLE_ARN: scheduleRoleArn,
    QUEUE_ARN: `${queueArns}:${queues.main}`,
    PARKED_QUEUE_ARN: `${queueArns}:${queues.parked}`,
    HOTTASK_SERIAL_NUMBER: env.HOTTASK_SERIAL_NUMBER,
    SEND_RULES: rulesOf(env),
  });

const queueArns = 'arn:aws:sqs:us-east-1:000000000000';

const rulesOf = (env: Env): string => withoutBreaker(env.SEND_RULES ?? '{"mode":"live","prefixes":{"+":"allow"}}');

/** Unless it is asked for: who tries test numbers one after the other would be sent nothing for a while. */
const withoutBreaker = (rules: string): string => {
  const read = readObject(rules);
  return read ? JSON.stringify({ breakerAfter: 0, ...read }) : rules;
};

/** For AWS's clients: whoever asks is let in. */
export const nearby = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
});

const onEventHelp =
  'ON_EVENT must be JSON such as {"shipped":{"pattern":{"detail-type":["Shipped"]},"template":{"ToPhoneNumber":"{{detail.phone}}","Message":"On its way."}}}: names are 1 to 64 letters, digits, dots and dashes; each pattern holds lists of exact values, for fields of the event or of its detail';

/** Rules that make texts of other events, by name. */
export const readOnEvent = ({ ON_EVENT = '{}' }: Env): Record<string, OnEventRule> => {
  const rules = readObject(ON_EVENT);
  const isRule = (rule: unknown) => {
    const { pattern, template } = asObject(rule) ?? {};
    return isPattern(pattern) && asObject(template) !== undefined;
  };
  if (!rules || !Object.keys(rules).every(isRuleName) || !Object.values(rules).every(isRule))
    throw new SettingsError(onEventHelp);
  return rules as unknown as Record<string, OnEventRule>;
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const isRuleName = (name: string): boolean => /^[\w.-]{1,64}$/.test(name);

const isPattern = (pattern: unknown): boolean => {
  const fields = Object.values(asObject(pattern) ?? {});
  return (
    fields.length > 0 && fields.every((field) => (Array.isArray(field) ? isListOfValues(field) : isPattern(field)))
  );
};
/** AWS's other kinds, such as `{"prefix": …}`, are objects. */
const isListOfValues = (list: unknown[]): boolean =>
  list.length > 0 && list.every((value) => value === null || typeof value !== 'object');
