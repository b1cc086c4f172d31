/** The API's own sentences name its fields and methods; who asks by a command knows options and commands. */

/** Where they differ by more than dashes, the field reads well enough. */
const options: Record<string, string> = {
  SerialNumber: '--serial-number',
  NotAfter: '--not-after',
  TimeZone: '--time-zone',
  LateBySeconds: '--late-by',
  At: '--at',
};

/** The field that a sentence is about begins it. */
const about = new RegExp(`(^|\\. )(?=(?:Message\\.)?(${Object.keys(options).join('|')})\\b)`, 'g');

export const inCommandWords = (sentences: string): string =>
  sentences
    .replace(/\bGET it\b/, 'look at it by remind show')
    .replace(about, (_, before, field) => `${before}${options[field]}: `);
