/** What `GET /reminders` takes in its query. */
import { keyOfToken } from '../../reminders/page-token.ts';
import { type ReminderState, reminderStates } from '../../reminders/standing.ts';
import type { Page } from '../../reminders/wish.ts';
import { reminderList } from '../../wiring.ts';

const { longestPage } = reminderList;

export const readListQuery = (
  query: Record<string, string | undefined>,
  whose: { caller: string; pepper: string },
): { page: Page } | { problems: string[] } => {
  const { State, Limit = String(longestPage), Next, ...others } = query;
  const after = Next === undefined ? undefined : keyOfToken(Next, whose);
  const problems = [
    ...(Object.keys(others).length > 0 ? ['The query takes State, Limit and Next alone'] : []),
    ...(State === undefined || isState(State) ? [] : [`State must be one of ${reminderStates.join(', ')}`]),
    ...(/^\d{1,3}$/.test(Limit) && Number(Limit) >= 1 && Number(Limit) <= longestPage
      ? []
      : [`Limit must be a whole number from 1 to ${longestPage}`]),
    ...(Next !== undefined && after === undefined
      ? ['Next must be the Next of the page before, as it came: without it the list begins anew']
      : []),
  ];
  if (problems.length > 0) return { problems };
  return { page: { state: State as ReminderState | undefined, limit: Number(Limit), after } };
};

const isState = (value: string): boolean => (reminderStates as readonly string[]).includes(value);
