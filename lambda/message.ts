/** The contract: HotTask's three fields, our three, and not one more. */
import * as z from 'zod/mini';
import type { Outcome } from './outcome.ts';

/** One text for one number, checked. */
export interface Message {
  SerialNumber: string;
  /** E.164. */
  ToPhoneNumber: string;
  Message: string;
  IdempotencyKey?: string | undefined;
  /** ISO 8601 instant with offset. */
  NotAfter?: string | undefined;
  DryRun?: boolean | undefined;
}

type Invalid = Extract<Outcome, { state: 'Invalid' }>;

const missing = { required: 'is required', text: 'must be a string in double quotes' } as const;
const text = () => z.string({ error: ({ input }) => (input === undefined ? missing.required : missing.text) });
const rule = (holds: RegExp | ((value: string) => boolean), error: string | ((value: string) => string)) =>
  z.refine<string>((value) => (typeof holds === 'function' ? holds(value) : holds.test(value)), {
    error: ({ input }) => (typeof error === 'function' ? error(input as string) : error),
    abort: true,
  });

export const serialNumberForm = /^[A-Za-z0-9-]{1,64}$/;
const serialNumber = text().check(
  rule(
    serialNumberForm,
    'must be 1 to 64 letters, digits or hyphens: HotTask shows it under chatbot settings, general, chatbot ID',
  ),
);

/** `+`, the country code, the number. https://www.itu.int/rec/T-REC-E.164 */
export const e164 = /^\+[1-9]\d{6,14}$/;
const toPhoneNumber = text().check(rule(e164, (value) => `must be E.164 such as +12025550123; ${seen(value)}`));

/** What a wrong number looks like, without the number. */
const seen = (number: string): string => {
  const digits = number.replace(/\D/g, '').length;
  if (/[,;]/.test(number)) return 'got more than one number: send one message for each';
  if (/[^\d+\s().-]/.test(number)) return 'got characters other than 0-9: write the digits in ASCII';
  if (/[^\d+]/.test(number)) return 'got spaces, brackets, dots or dashes: leave them out';
  if (/.\+/.test(number)) return 'got "+" behind the first place: it stands in front, once';
  if (!number.startsWith('+'))
    return `got ${digits} ${digits === 1 ? 'digit' : 'digits'} without "+": write "+" and the country code first`;
  if (/^\+0/.test(number)) return 'got 0 after "+": no country code begins with 0';
  return `got ${digits} digits: it takes "+" and 7 to 15`;
};

/** Longest text that HotTask's carrier takes in one message: https://www.twilio.com/docs/glossary/what-sms-character-limit */
export const longestText = 1_600;
const blank = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
const control = /[^\P{Cc}\t\n\r]/u;

const messageText = text().check(
  rule((value) => !blank.test(value), 'must not be blank (characters without width do not count)'),
  rule(
    (value) => value.length <= longestText,
    (value) => `must have at most 1,600 UTF-16 units; got ${value.length}: shorten it`,
  ),
  rule((value) => value.isWellFormed(), 'must be well-formed Unicode: it holds half of a surrogate pair'),
  rule((value) => !control.test(value), 'must hold no control characters but tab and line breaks: remove them'),
);

export const keyRule = 'must be 1 to 255 visible ASCII characters without comma and quotes';
export const keyForm = /^[!#-&(-+\--~]{1,255}$/;
const idempotencyKey = text().check(rule(keyForm, keyRule));

const instant = 'must be an instant with seconds and offset such as 2027-03-01T09:00:00+01:00';
const notAfter = text().check(rule((value) => z.iso.datetime({ offset: true }).safeParse(value).success, instant));

const fields = {
  IdempotencyKey: z.optional(idempotencyKey),
  NotAfter: z.optional(notAfter),
  DryRun: z.optional(z.boolean('must be true or false, without quotes')),
};
const names = ['SerialNumber', 'ToPhoneNumber', 'Message', ...Object.keys(fields)];
/** In a message a caller may spell out; values never. */
const harmlessName = /^(?=(?:\D*\d){0,3}\D*$)[A-Za-z][A-Za-z0-9]{0,39}$/;

const notAnObject = `must be a JSON object with ${names.slice(0, 3).join(', ')}`;
/** Of the unknown fields those that may be shown. */
export const unknownFields = (keys: string[], known = names): string => {
  const shown = keys.filter((name) => harmlessName.test(name)).slice(0, 5);
  const hidden = keys.length - shown.length;
  const which = [...shown, ...(hidden > 0 ? [`${hidden} more`] : [])].join(', ');
  return `has unknown fields (${which}): the fields are ${known.join(', ')}`;
};

const makeSchema = (defaultSerialNumber: string | undefined) =>
  z.strictObject(
    {
      SerialNumber: defaultSerialNumber ? z._default(serialNumber, defaultSerialNumber) : serialNumber,
      ToPhoneNumber: toPhoneNumber,
      Message: messageText,
      ...fields,
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? unknownFields(issue.keys as string[]) : notAnObject) },
  );

export interface ReadMessage {
  message?: Message;
  /** One sentence for each field at fault, with the mend; empty exactly when there is a message. */
  problems: string[];
}

/**
 * Checks one message of unknown shape. `where` names what holds the fields ("The body", "The event").
 * No sentence ever holds a value.
 */
export const makeReadMessage = (defaultSerialNumber: string | undefined) => {
  const schema = makeSchema(defaultSerialNumber);
  return (value: unknown, where: string): ReadMessage => {
    const read = schema.safeParse(value);
    if (read.success) return { message: read.data, problems: [] };
    return { problems: read.error.issues.map(({ path, message }) => `${path[0]?.toString() ?? where} ${message}`) };
  };
};

/** An Invalid that names all that is at fault. */
export const invalid = (problems: string[]): Invalid => ({ state: 'Invalid', why: `${problems.join('. ')}.` });
