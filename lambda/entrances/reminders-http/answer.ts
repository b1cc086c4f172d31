/** What became of a wish, as an HTTP answer. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { envelope } from '../../answer.ts';
import { tokenAfter } from '../../reminders/page-token.ts';
import { toldOf } from '../../reminders/told.ts';
import type { Became } from '../../reminders/wish.ts';
import { retryAfterSeconds } from '../../wiring.ts';
import { answer, answerOf } from '../http-answer.ts';
import type { Opened } from '../reminders-http.ts';
import type { Route } from './wish.ts';

interface About {
  requestId: string;
  asked: Route;
  opened: Opened;
}

type Answer = APIGatewayProxyStructuredResultV2;

export const answerOfReminders = (became: Became, about: About): Answer => {
  const { requestId, opened } = about;
  if ('outcome' in became) {
    // Of no reminder anything was said: then there is no State.
    if (became.outcome.state === 'NotSent') return failed(503, unasked[about.asked], about, later);
    return answerOf(became.outcome, requestId);
  }
  if ('problem' in became) return answerOfProblem(became, about);
  if (became.did !== 'listed')
    return answer(became.did === 'made' ? 201 : 200, JSON.stringify(toldOf(became.standing)), requestId);
  const { standings, next } = became;
  const Next = next !== undefined && 'wish' in opened ? tokenAfter(next, opened) : null;
  return answer(200, JSON.stringify({ Reminders: standings.map(toldOf), Next }), requestId);
};

const later = { headers: { 'retry-after': String(retryAfterSeconds.usual) } };

/** AWS could not be asked, so certainly nothing was changed. */
const unchanged = 'Nothing was changed, since AWS cannot be asked now: send the same again.';
const unasked: Record<Route, string> = {
  set: unchanged,
  move: unchanged,
  cancel: unchanged,
  show: 'The reminder cannot be looked up now: ask again.',
  list: 'The reminders cannot be looked up now: ask again, or by Sort=Key, which needs no index.',
};

const answerOfProblem = (became: Extract<Became, { problem: unknown }>, about: About): Answer => {
  switch (became.problem) {
    case 'absent':
      return failed(404, 'There is no reminder under this key: set it by PUT.', about);
    case 'going out':
      return failed(409, 'The reminder is going out at this moment: GET it to see what became of it.', about, {
        ...later,
        State: 'InProgress',
      });
    case 'fired':
      return failed(
        409,
        about.asked === 'move'
          ? 'State says what became of it, so nothing is left to move: set it by PUT.'
          : 'It has been fired already, and State says what became of it: there is nothing left to cancel.',
        about,
        { State: became.state },
      );
    case 'expired':
      return failed(409, 'Its time is over and nothing was sent, so nothing is left to move: set it by PUT.', about, {
        State: 'Expired',
      });
    case 'not sent':
      return failed(
        409,
        'It has been fired, and is tried again since nothing was sent so far: its number and text cannot be read any more. Set it again by PUT.',
        about,
        { State: 'NotSent' },
      );
    case 'schedule gone':
    case 'schedule edited':
      return failed(
        409,
        `Its schedule was ${lostBy[became.problem]}, so its number and text cannot be read: set it again by PUT.`,
        about,
      );
    case 'changed meanwhile':
      return failed(409, 'Somebody else changed this reminder at the same moment: GET it, and decide anew.', about);
    case 'foreign':
      return failed(
        503,
        'Another version of this service wrote the reminder, and this one cannot read it.',
        about,
        later,
      );
    case 'no such time':
      return failed(
        400,
        'EventBridge Scheduler takes no schedule for this At in this TimeZone: choose another time, or another name of the zone.',
        about,
        { State: 'Invalid' },
      );
    case 'unreachable':
      return failed(503, unasked[about.asked], about, later);
    case 'unknown':
      return failed(503, unknown(about.asked), about, later);
  }
};

const lostBy = {
  'schedule gone': 'deleted outside of this API, or fired too early',
  'schedule edited': 'edited outside of this API',
};

const mayBe = { set: 'set', move: 'moved', cancel: 'cancelled' };

/** AWS did not say whether it was written. */
const unknown = (asked: Route): string =>
  `AWS did not say whether it was written, so the reminder may be ${mayBe[asked as keyof typeof mayBe]}: GET it, or send the same again.`;

interface More {
  headers?: Record<string, string>;
  /** Of the reminder's text, where it is known. */
  State?: string;
}

const failed = (code: number, why: string, { requestId }: About, { headers, State }: More = {}): Answer =>
  answer(code, JSON.stringify({ ...envelope(why, code), ...(State && { State }) }), requestId, headers);
