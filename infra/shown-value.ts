/** A wrong value as an error may show it. */

/** For what may hold phone numbers or texts, which no build log needs. */
export const kindOf = (value: unknown): string => {
  if (value === undefined || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `another ${typeof value}`;
};

/** A URL may hold a password before its "@". */
export const shown = (value: unknown): string =>
  typeof value === 'object' || value === undefined || String(value).includes('@')
    ? kindOf(value)
    : JSON.stringify(value).slice(0, 100);
