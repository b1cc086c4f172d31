/** What is told of one reminder for a person: no number and no text, which the API does not tell either. */
import { plain } from './account.ts';
import type { Told } from './reminders-route.ts';

/** When it goes out: there, and as an instant. */
export const whenOf = ({ At, TimeZone, DueAt }: Told): string => plain(`${At} in ${TimeZone}, which is ${DueAt}`);

/** Two lines for a list. */
export const inShort = (told: Told): string => plain(`${told.Key}  ${told.State}`).concat(`\n  ${whenOf(told)}`);

const lines: readonly [label: string, field: keyof Told][] = [
  ['state', 'State'],
  ['set for', 'At'],
  ['time zone', 'TimeZone'],
  ['which is', 'DueAt'],
  ['goes out', 'GoesOutAt'],
  ['zones of', 'TimeZoneData'],
  ['late by', 'LateBySeconds'],
  ['revision', 'Revision'],
  ['changed', 'ChangedAt'],
  ['fired', 'FiredAt'],
];

/** All that is known, a line for each, and how the ledger is asked for its text. `options`: which ledger. */
export const inFull = (told: Told, options: string): string =>
  [
    plain(told.Key),
    ...lines.flatMap(([label, field]) => {
      const value = told[field];
      const unit = field === 'LateBySeconds' ? ' s at most' : '';
      return value === undefined || value === null ? [] : [`  ${label.padEnd(10)} ${plain(String(value))}${unit}`];
    }),
    ...(told.FiredAt === undefined
      ? []
      : [`  its text   show ${plain(told.IdempotencyKey)} --scope reminder${options}`]),
  ].join('\n');
