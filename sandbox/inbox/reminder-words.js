/** When a reminder goes out, in words. */
import { ownWords, ownZone, wallWords } from './zones.js';

/** "Mon, Mar 1, 2027, 9:00 AM in Europe/Berlin, which is Mon, Mar 1, 2027, 2:00 AM for you" */
export const whenWords = ({ At, TimeZone, DueAt, GoesOutAt }) => {
  const yours = TimeZone === ownZone ? '' : `, which is ${ownWords(DueAt)} for you`;
  return `${wallWords(GoesOutAt ?? At)} in ${TimeZone}${yours}${GoesOutAt === undefined ? '' : `, ${notAsAsked(At)}`}`;
};

/** Of one whose time the law has changed since it was set. */
export const notAsAsked = (at) => `not at ${wallWords(at)}: the clocks there have been changed since it was set`;

/** The release of the time zones by which its time was found. */
export const zonesWords = ({ TimeZoneData }) => TimeZoneData ?? '0.6.0';
