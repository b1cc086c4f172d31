/** The reminders of one state, page by page as the API gives them: never all of them at once. */
import { listReminders, problemOf } from './reminder-request.js';

const perPage = 50;
/** A rare state is looked for in so many answers of the API before the reader is asked whether to go on. */
const looksPerPage = 20;

export const makePages = () => {
  let state = '';
  let sort = 'DueAt';
  /** Where each page up to the one on show begins; the first at the start. */
  let begins = [undefined];
  let next = null;

  const load = async () => {
    const [from, wanted] = [begins, { state, sort }];
    const reminders = [];
    let on = begins.at(-1);
    for (let looks = 0; looks < looksPerPage; looks += 1) {
      const answer = await listReminders({ ...wanted, limit: perPage - reminders.length, next: on });
      if (from !== begins) return undefined;
      const problem = problemOf(answer);
      if (problem) return { problem };
      reminders.push(...answer.body.Reminders);
      on = answer.body.Next ?? undefined;
      if (!on || reminders.length === perPage) break;
    }
    next = on;
    return { reminders, page: begins.length, hasMore: Boolean(next), isFull: reminders.length === perPage };
  };

  const goTo = (those) => {
    begins = those;
    next = null;
  };

  return {
    /** Undefined where the reader has gone elsewhere meanwhile. */
    load,
    show: (wanted) => {
      state = wanted;
      goTo([undefined]);
    },
    /** `DueAt` or `Key`. */
    sortBy: (wanted) => {
      sort = wanted;
      goTo([undefined]);
    },
    first: () => goTo([undefined]),
    before: () => goTo(begins.length > 1 ? begins.slice(0, -1) : [undefined]),
    after: () => next && goTo([...begins, next]),
  };
};
