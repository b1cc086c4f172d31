/** Which names are those of the IANA database. Intl knows more: offsets, which know no summer, and names of ICU's own. */

const form = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** Of three letters these alone are IANA's: https://data.iana.org/time-zones/tzdb/ */
const short = new Set(['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET']);

const isIcusOwn = (name: string) => name.startsWith('SYSTEMV/') || (/^[A-Z]{3}$/.test(name) && !short.has(name));

/** To ask Intl takes longer than all else that a time needs. */
const known = new Set<string>();

/** In capitals or not: it is one name. */
export const isTimeZone = (given: string): boolean => {
  const name = given.toUpperCase();
  if (!form.test(given) || isIcusOwn(name)) return false;
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  known.add(name);
  return true;
};
