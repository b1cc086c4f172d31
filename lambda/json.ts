/** Text and JSON as this service needs them: what is broken is described without quoting it, long integers keep their digits. */

// TypeScript's library does not know them yet: https://github.com/tc39/proposal-json-parse-with-source
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
    isRawJSON(value: unknown): boolean;
  }
}

/** The text that UTF-8 bytes hold, a byte order mark included; undefined where they are no UTF-8. */
export const decodeUtf8 = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

export type ReadJson = { value: unknown } | { problem: string };

/** Reads JSON text; of what is broken it says where, never what stood there (it may be a number or a key). */
export const readJson = (text: string): ReadJson => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: describe(text, error as Error) };
  }
};

const describe = (text: string, error: Error): string => {
  if (text.trim() === '') return 'is empty: send a JSON object';
  if (text.startsWith('\uFEFF')) return 'starts with a byte order mark: send UTF-8 without one';
  const place = /line \d+ column \d+/.exec(error.message)?.[0];
  return `is not valid JSON${place ? ` (${place})` : ''}: names and texts stand in double quotes, no comma after the last`;
};

/** The value as an object with fields; undefined for anything else, arrays and null too. */
export const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

/** The object that a text holds as JSON; undefined where it holds none. */
export const readObject = (text: string): Record<string, unknown> | undefined => {
  const read = readJson(text);
  return 'value' in read ? asObject(read.value) : undefined;
};

/** Parses JSON so that `JSON.stringify` gives back every number as it was written: 123123123123123123, not …120. Throws on broken text. */
export const parseKeepingDigits = (text: string): unknown =>
  JSON.parse(text, (_name, value, context?: { source: string }) =>
    typeof value === 'number' && context ? JSON.rawJSON(context.source) : value,
  );

/** As readObject, with every number as it was written; where it is nested too deep for that, with numbers as they are read. */
export const readObjectKeepingDigits = (text: string): Record<string, unknown> | undefined => {
  const object = readObject(text);
  try {
    return object && asObject(parseKeepingDigits(text));
  } catch {
    return object;
  }
};

/** Some senders begin UTF-8 with a mark that JSON does not know. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '');
