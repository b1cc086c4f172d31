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
const about = new RegExp(`^(Message\\.)?(${Object.keys(options).join('|')})\\b`);

export const inCommandWords = (sentence: string): string => {
  const option = options[about.exec(sentence)?.[2] ?? ''];
  const words = sentence.replace(/\bGET it\b/, 'look at it by remind show');
  return option === undefined ? words : `${option}: ${words}`;
};
