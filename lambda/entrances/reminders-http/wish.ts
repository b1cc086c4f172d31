/** A call of one of the routes, read strictly: a wish, or all that is wrong with it. */
import { invalid } from '../../message.ts';
import type { Outcome } from '../../outcome.ts';
import { ledgerKeyOfReminder, reminderKeyForm } from '../../reminders/reminder.ts';
import type { Wish } from '../../reminders/wish.ts';
import { type Rules, refuse } from '../../rules.ts';
import { reminderRoutes } from '../../wiring.ts';
import { type HttpEvent, readBody, requestIdOf, wrongType } from '../http-event.ts';
import type { ReadBody, ReadMoveBody } from './body.ts';
import { readListQuery } from './list-query.ts';

export type Route = keyof typeof reminderRoutes;

export type ReadWish = (
  event: HttpEvent,
  whose: { caller: string; pepper: string },
) => { wish: Wish } | { outcome: Outcome };

interface Parts {
  readReminderBody: (body: unknown) => ReadBody;
  readMoveBody: (body: unknown) => ReadMoveBody;
  rules: Rules;
  now: () => number;
}

export const routeOf = ({ routeKey }: HttpEvent): Route | undefined =>
  (Object.keys(reminderRoutes) as Route[]).find((name) => routeKey === keyOf(name));

const keyOf = (name: Route): string => `${reminderRoutes[name].method} ${reminderRoutes[name].path}`;

export const makeReadWish = ({ readReminderBody, readMoveBody, rules, now }: Parts): ReadWish => {
  const readSetting = (event: HttpEvent, key: string, caller: string): ReturnType<ReadWish> => {
    const body = readBodyBy(readReminderBody, event, key);
    if ('problems' in body) return { outcome: invalid(body.problems) };
    const { when, message, given } = body;
    const { dueAt: sourceTime, lateBySeconds } = when;
    const about = { key: ledgerKeyOfReminder(caller, key, sourceTime), keyIsDerived: false, scope: 'reminder', caller };
    const delivery = { message, ...about, sourceTime, lateBySeconds, requestId: requestIdOf(event) };
    // Asked now, since nobody hears it at the time that it is due. A deployment that texts nobody keeps reminders all the same.
    const refusal = refuse(rules, delivery, now());
    if (refusal && refusal.state !== 'DryRun') return { outcome: refusal };
    return message.DryRun ? { outcome: dryRun } : { wish: { set: key, when, message: given } };
  };

  const readMoving = (event: HttpEvent, key: string): ReturnType<ReadWish> => {
    const body = readBodyBy(readMoveBody, event, key);
    return 'problems' in body ? { outcome: invalid(body.problems) } : { wish: { move: key, to: body.to } };
  };

  return (event, whose) => {
    const route = routeOf(event);
    if (route === undefined) return { outcome: invalid([wrongRoute]) };
    const query = event.queryStringParameters ?? {};
    if (route === 'list') {
      const read = readListQuery(query, whose);
      return 'problems' in read ? { outcome: invalid(read.problems) } : { wish: { list: read.page } };
    }
    const key = event.pathParameters?.key ?? '';
    if (route === 'set') return readSetting(event, key, whose.caller);
    if (route === 'move') return readMoving(event, key);
    const problems = wrongKey(key);
    if (problems.length > 0) return { outcome: invalid(problems) };
    return { wish: route === 'show' ? { show: key } : { cancel: key } };
  };
};

/** The body, or all that is wrong with the call. */
const readBodyBy = <Body extends object>(
  read: (body: unknown) => Body | { problems: string[] },
  event: HttpEvent,
  key: string,
): Body | { problems: string[] } => {
  const json = readBody(event);
  const body = 'problem' in json ? { problems: [json.problem] } : read(json.value);
  const problems = [...wrongKey(key), ...wrongType(event), ...('problems' in body ? body.problems : [])];
  return problems.length > 0 ? { problems } : body;
};

const wrongRoute = `The route must be ${(Object.keys(reminderRoutes) as Route[]).map(keyOf).join(' or ')}`;

const wrongKey = (key: string): string[] =>
  reminderKeyForm.test(key)
    ? []
    : ['The key in the path must be 1 to 128 of A-Z, a-z, 0-9 and . _ ~ -, and not . or .. alone, such as appt-42.24h'];

const dryRun: Outcome = {
  state: 'DryRun',
  why: 'No reminder was set: its message asked for it (DryRun). All of it would have been accepted.',
};
