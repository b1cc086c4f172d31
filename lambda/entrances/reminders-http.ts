/** Reminders over HTTPS: a call of one of their routes becomes a wish, and what became of that its answer. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Secrets } from '../io/secrets.ts';
import type { Became, Wish } from '../reminders/wish.ts';
import type { Authenticate } from './http-caller.ts';
import { type HttpEvent, requestIdOf, wiredWrongly } from './http-event.ts';
import { answerOfReminders } from './reminders-http/answer.ts';
import { type ReadWish, routeOf } from './reminders-http/wish.ts';

/** A wish of a known caller, or what is concluded already. */
export type Opened = { wish: Wish; caller: string; pepper: string } | Extract<Became, { outcome: unknown }>;

export interface RemindersHttp {
  open: (event: HttpEvent, ours: Secrets['ours']) => Promise<Opened>;
  answer: (became: Became, event: HttpEvent, opened: Opened) => APIGatewayProxyStructuredResultV2;
}

interface Parts {
  authenticate: Authenticate;
  readWish: ReadWish;
}

export const makeRemindersHttp = ({ authenticate, readWish }: Parts): RemindersHttp => ({
  open: async (event, ours) => {
    const wrong = wiredWrongly(event);
    if (wrong) return { outcome: wrong };
    const who = await authenticate(event, ours);
    if ('outcome' in who || 'problem' in ours) return who as { outcome: never };
    const whose = { caller: who.caller, pepper: ours.value.pepper };
    const read = readWish(event, whose);
    return 'wish' in read ? { ...read, ...whose } : read;
  },
  answer: (became, event, opened) =>
    answerOfReminders(became, { requestId: requestIdOf(event), asked: routeOf(event) ?? 'show', opened }),
});
