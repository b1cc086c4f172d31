/** EventBridge Scheduler on the wire: creates one schedule, reads its message, or deletes it as best can be. Never rejects. */
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { ReadMessage } from '../message.ts';
import type { Created, Given, Revision } from '../reminders/protocol.ts';
import type { When } from '../reminders/reminder.ts';
import { readScheduleInput, type ScheduleTarget, scheduleName, scheduleOf } from '../reminders/schedule.ts';
import { timings } from '../wiring.ts';
import { clientOptions, failureOf, type Overrides, persevere } from './aws-client.ts';
import type { AwsRequest } from './aws-request.ts';
import type { Log } from './log.ts';

export type { SchedulerClient } from '@aws-sdk/client-scheduler';

export interface Schedules {
  create: (revision: Revision, when: When, message: object, asked: Asked) => Promise<Created>;
  /** The message that it holds. */
  given: (revision: Revision, asked: Asked) => Promise<Given>;
  /** A schedule that stays sends nothing: its revision is over. */
  drop: (revision: Revision, asked: Asked) => Promise<void>;
}

interface Asked {
  requestId: string;
  withinMs: number;
}

interface Parts {
  client: SchedulerClient;
  target: ScheduleTarget;
  readMessage: (value: unknown, where: string) => ReadMessage;
  log: Log;
}

export const makeSchedules = ({ client, target, readMessage, log }: Parts): Schedules => ({
  create: async (revision, when, message, { requestId, withinMs }) => {
    if (withinMs <= 0) return 'refused';
    const input = scheduleOf(revision, when, message, target);
    // One try that got no answer may have made it, whatever the next ones hear.
    let mayBeMade = false;
    // What AWS said last: that the time was over then says less.
    let said: string | undefined;
    const { created, code } = await persevere(withinMs, async (abortSignal): Promise<Tried> => {
      try {
        await client.send(new CreateScheduleCommand(input), { abortSignal });
        return { created: 'done', mayRepeat: false };
      } catch (error) {
        const { code, isRefusal, mayRepeat } = failureOf(error);
        if (nameOf(error) === 'ConflictException') return { created: 'taken', mayRepeat: false };
        if (!mayBeMade && isOfTime(error)) return { created: 'no such time', mayRepeat: false };
        mayBeMade ||= !isRefusal;
        if (isRefusal) said = code;
        return { created: mayBeMade ? 'lost' : 'refused', mayRepeat, code: said ?? code };
      }
    });
    if (code) log.error(`no schedule was made: ${mendFor(code)}`, { code, requestId });
    return created;
  },

  given: async (revision, { requestId, withinMs }) => {
    if (withinMs <= 0) return 'unreadable';
    const input = named(revision, target);
    const { given, code } = await persevere(withinMs, async (abortSignal): Promise<Read> => {
      try {
        const { Target } = await client.send(new GetScheduleCommand(input), { abortSignal });
        const message = readScheduleInput(Target?.Input ?? '', revision);
        const isMessage = message && readMessage(message, '').problems.length === 0;
        return { given: isMessage ? { message } : 'edited', mayRepeat: false };
      } catch (error) {
        if (nameOf(error) === 'ResourceNotFoundException') return { given: 'gone', mayRepeat: false };
        return { given: 'unreadable', ...failureOf(error) };
      }
    });
    if (code) log.error(`a schedule cannot be read: ${mendFor(code)}`, { code, requestId });
    return given;
  },

  drop: async (revision, { requestId, withinMs }) => {
    if (withinMs <= 0) return;
    const input = named(revision, target);
    const { code } = await persevere(withinMs, async (abortSignal): Promise<{ mayRepeat: boolean; code?: string }> => {
      try {
        await client.send(new DeleteScheduleCommand(input), { abortSignal });
        return { mayRepeat: false };
      } catch (error) {
        // It has fired, or a try before this one was heard.
        return nameOf(error) === 'ResourceNotFoundException' ? { mayRepeat: false } : failureOf(error);
      }
    });
    if (code) log.warn('a schedule stays until it fires, and sends nothing then', { code, requestId });
  },
});

interface Tried {
  created: Created;
  mayRepeat: boolean;
  /** AWS's own name for what went wrong. */
  code?: string;
}

interface Read {
  given: Given;
  mayRepeat: boolean;
  code?: string;
}

const named = (revision: Revision, { scheduleGroup }: ScheduleTarget) => ({
  Name: scheduleName(revision),
  GroupName: scheduleGroup,
});

/** Of role and queue it says the same by name: only its words tell the mend. */
const isOfTime = (error: unknown): boolean =>
  nameOf(error) === 'ValidationException' && /^Invalid Schedule ?Expression/i.test((error as Error).message);

const nameOf = (error: unknown): string => (error as Error).name;

/** What a person does about it, by AWS's name for the error: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html#API_CreateSchedule_Errors */
const mends: Record<string, string> = {
  AccessDeniedException: 'the function lacks the right to it, or to pass the role of Scheduler. Deploy again',
  ResourceNotFoundException: 'the schedule group SCHEDULE_GROUP is not there. Deploy again',
  ServiceQuotaExceededException: 'too many schedules. Ask AWS for a higher quota',
  ThrottlingException: 'too many at once. Ask fewer a second, or AWS for a higher quota',
  ValidationException: 'Scheduler does not take it. See SCHEDULE_ROLE_ARN and QUEUE_ARN',
};

const mendFor = (code: string): string => mends[code] ?? 'Scheduler cannot be asked. It is tried again by the caller';

export const makeSchedulerClient = (overrides: Overrides = {}): SchedulerClient => {
  const { requestHandler, ...options } = clientOptions(timings.scheduleWithinMs);
  return new SchedulerClient({
    ...overrides,
    ...options,
    requestHandler: {
      // Alone among our clients it says something in the query.
      handle: (
        request: AwsRequest & { query: Record<string, string> },
        { abortSignal }: { abortSignal?: AbortSignal } = {},
      ) =>
        requestHandler.handle(
          { ...request, path: withQuery(request) },
          abortSignal === undefined ? {} : { abortSignal },
        ),
    },
  });
};

const withQuery = ({ path, query }: { path: string; query: Record<string, string> }): string => {
  const said = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='));
  return said.length === 0 ? path : `${path}?${said.join('&')}`;
};
