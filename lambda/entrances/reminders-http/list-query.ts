/** Reads the query of `GET /reminders`. */
import { placeOfToken } from '../../reminders/page-token.ts';
import { type ReminderState, reminderStates } from '../../reminders/standing.ts';
import { type Page, type Place, sorts } from '../../reminders/wish.ts';
import { reminderList } from '../../wiring.ts';

const { longestPage } = reminderList;

export const readListQuery = (
  query: Record<string, string | undefined>,
  whose: { caller: string; pepper: string },
): { page: Page } | { problems: string[] } => {
  const { State, Sort = sorts[0], Limit = String(longestPage), Next, ...others } = query;
  const after = Next === undefined ? undefined : placeOfToken(Next, whose);
  const problems = [
    ...(Object.keys(others).length > 0 ? ['The query takes State, Sort, Limit and Next alone'] : []),
    ...(State === undefined || isOneOf(reminderStates, State)
      ? []
      : [`State must be one of ${reminderStates.join(', ')}`]),
    ...(isOneOf(sorts, Sort) ? [] : [`Sort must be one of ${sorts.join(', ')}`]),
    ...(/^\d{1,3}$/.test(Limit) && Number(Limit) >= 1 && Number(Limit) <= longestPage
      ? []
      : [`Limit must be a whole number from 1 to ${longestPage}`]),
    ...(Next === undefined ? [] : wrongNext(after, Sort)),
  ];
  if (problems.length > 0) return { problems };
  return { page: { state: State as ReminderState | undefined, limit: Number(Limit), sort: Sort, after } as Page };
};

const isOneOf = (allowed: readonly string[], value: string): boolean => allowed.includes(value);

const wrongNext = (after: Place | undefined, sort: string): string[] => {
  if (!after) return ['Next must be the Next of the page before, as it came: without it the list begins anew'];
  if (after.sort === sort || !isOneOf(sorts, sort)) return [];
  return [
    `Next is of a list by ${after.sort}: ask with Sort=${after.sort}, or leave out Next to begin a list by ${sort}`,
  ];
};
