/** A message's fields with places such as `{{detail.customer.phone}}`, filled from an event. */
import { asObject } from '../json.ts';
import { holdsNumber } from '../mask.ts';

export const place = /\{\{\s*([^{}]*?)\s*\}\}/g;
export const step = /^[\w-]+$/;

type Rendered = { value: Record<string, unknown> } | { problems: string[] };

/** Only texts have places; numbers are filled in with every digit. What the event lacks is a problem, never an empty text. */
export const render = (template: Record<string, unknown>, event: Record<string, unknown>): Rendered => {
  const problems: string[] = [];
  const fill = (field: string, text: string) =>
    text.replace(place, (_all, path: string) => {
      const found = textOf(lookUp(event, path.split('.')));
      if (found === undefined) problems.push(`${named('Template', field)} needs ${named('Event', path)}, ${lacks}`);
      return found ?? '';
    });
  const value = Object.fromEntries(
    Object.entries(template).map(([field, given]) => [field, typeof given === 'string' ? fill(field, given) : given]),
  );
  return problems.length > 0 ? { problems } : { value };
};

const lacks = 'which is no text and no number there: mend the template, or what sends the event';

const lookUp = (from: unknown, path: string[]): unknown =>
  path.reduce<unknown>((value, name) => {
    const holder = Array.isArray(value) ? value : asObject(value);
    return holder && step.test(name) && Object.hasOwn(holder, name) ? holder[name as never] : undefined;
  }, from);

/** A number may be kept as its source, so that it has all its digits. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (JSON.isRawJSON(value) || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  return undefined;
};

/** A path is the deployer's own word, but anybody who writes to the queue may have put a number there. */
const named = (what: string, path: string): string =>
  /^[\w.-]{1,100}$/.test(path) && !holdsNumber(path) ? `${what}.${path}` : `a place in ${what}`;
