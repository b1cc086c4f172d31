/** Schedule expressions by chance, valid and nearly valid ones: the same seed gives the same. */
import type { Chance } from './chance.ts';

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  first: number;
  last: number;
  names?: string[];
}

export const expressionsBy = (chance: Chance, count: number): string[] => {
  const { below, of } = chance;
  const oneIn = (n: number) => below(n) === 0;

  const value = ({ first, last, names }: Field): string => {
    if (oneIn(60)) return String(of([first - 1, last + 1, 0, 99]));
    const at = below(last - first + 1);
    return names && oneIn(2) ? (names[at] as string) : String(first + at);
  };
  const item = (field: Field): string => {
    const range = oneIn(4) ? '*' : oneIn(3) ? `${value(field)}-${value(field)}` : value(field);
    return oneIn(4) ? `${range}/${1 + below(12)}` : range;
  };
  const list = (field: Field): string =>
    Array.from({ length: oneIn(4) ? 1 + below(3) : 1 }, () => item(field)).join(',');

  const day: Field = { first: 1, last: 31 };
  const weekday: Field = { first: 1, last: 7, names: weekdays };
  const dayOfMonth = () =>
    of([
      () => list(day),
      () => list(day),
      () => 'L',
      () => 'LW',
      () => `L-${1 + below(32)}`,
      () => `${value(day)}W`,
      () => '*',
    ])();
  const dayOfWeek = () =>
    of([
      () => list(weekday),
      () => list(weekday),
      () => `${value(weekday)}L`,
      () => `${value(weekday)}#${1 + below(6)}`,
      () => 'L',
      () => '*',
    ])();
  const years = () =>
    of([
      () => '*',
      () => '*',
      () => '*',
      () => String(2020 + below(30)),
      () => `${2025 + below(5)}-${2027 + below(9)}`,
      () => `2026/${1 + below(5)}`,
    ])();

  const cron = (): string => {
    const isOfMonth = oneIn(2);
    const fields = [
      list({ first: 0, last: 59 }),
      list({ first: 0, last: 23 }),
      isOfMonth ? dayOfMonth() : '?',
      oneIn(2) ? '*' : list({ first: 1, last: 12, names: months }),
      isOfMonth ? '?' : dayOfWeek(),
      years(),
    ];
    if (oneIn(80)) fields.splice(below(6), 1);
    if (oneIn(80)) fields[of([2, 4])] = of(['?', '*', '1']);
    if (oneIn(100)) fields[below(6)] = of(['1,L', 'LW,15', '2#1,2#3', 'MON,6L', 'mon', '', '1--2', '*/0', 'W', '#']);
    return `cron(${fields.join(oneIn(150) ? '  ' : ' ')})`;
  };
  const two = (number: number) => String(number).padStart(2, '0');
  const at = () =>
    `at(${2020 + below(40)}-${two(1 + below(13))}-${two(1 + below(31))}T${two(below(25))}:${two(below(60))}${oneIn(20) ? '' : ':00'})`;
  const rate = () => `rate(${below(12)} ${of(['minute', 'hour', 'day', 'week'])}${oneIn(2) ? 's' : ''})`;

  return Array.from({ length: count }, () => of([cron, cron, cron, cron, cron, cron, at, rate])());
};
