/** From what a clock on the wall shows to the instant, and back: the zone is a name from the IANA database. */
import { Temporal } from 'temporal-polyfill';

/** Such as 2027-03-01T09:00:00, without a zone. */
export type WallTime = string;

/** The instant in epoch ms: the first one where autumn shows it twice, undefined where spring skips it. */
export const instantOf = (wall: WallTime, zone: string): number | undefined => {
  const asked = Temporal.PlainDateTime.from(wall);
  const found = asked.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return found.toPlainDateTime().equals(asked) ? found.epochMilliseconds : undefined;
};

/** Whether a calendar has it. */
export const isWallTime = (text: string): boolean => {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/** What the wall shows at an instant, read as if it were UTC: in epoch ms. */
export const wallAt = (ms: number, zone: string): number => {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  return ms + offsetNanoseconds / 1e6;
};
