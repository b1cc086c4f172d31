/** EventBridge Scheduler's API, as far as schedules of queues need it: https://docs.aws.amazon.com/scheduler/latest/APIReference/ */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { readObject } from '../../lambda/json.ts';
import { json, pathOf, queryOf } from '../loopback.ts';
import { makeClientTokens } from '../scheduler/client-tokens.ts';
import { checked, invalid, nameForm, text, whole } from '../scheduler/constraints.ts';
import { readDefinition } from '../scheduler/definition.ts';
import { defaultGroup, type Group, type Schedule, type Schedules } from '../scheduler/schedules.ts';
import { AwsError } from './aws-error.ts';

export interface SchedulerService {
  /** Whether a path is one of its own. */
  isAsked: (path: string) => boolean;
  answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void;
}

interface Asked {
  name: string;
  query: Record<string, string>;
  body: Record<string, unknown>;
}

interface Parts {
  schedules: Schedules;
  /** Epoch ms. */
  now: () => number;
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html */
const mostGroups = 500;

export const makeScheduler = ({ schedules, now }: Parts): SchedulerService => {
  const once = makeClientTokens();

  const groupOf = (name: string): Group => {
    const group = schedules.group(name);
    if (group) return group;
    throw new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
  };
  const scheduleOf = ({ name, query }: Asked, group = query.groupName ?? defaultGroup): Schedule => {
    const schedule = schedules.get(groupOf(checked(named, group)).name, name);
    if (schedule) return schedule;
    throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  };

  const put = (asked: Asked, mayPut: (group: string) => void) =>
    once(tokenOf(asked.body.ClientToken), asked, () => {
      const { group, definition } = readDefinition(asked.body, now());
      mayPut(groupOf(group).name);
      return { ScheduleArn: schedules.put(group, asked.name, definition).arn };
    });

  const operations: Record<string, (asked: Asked) => object> = {
    'POST /schedules/*': (asked) =>
      put(asked, (group) => {
        if (schedules.get(group, asked.name))
          throw new AwsError('ConflictException', `Schedule ${asked.name} already exists.`, 409);
      }),
    'PUT /schedules/*': (asked) => put(asked, (group) => void scheduleOf(asked, group)),
    'GET /schedules/*': (asked) => {
      const { answer, ...schedule } = scheduleOf(asked);
      return { ...answer, ...summaryOf(schedule) };
    },
    'DELETE /schedules/*': (asked) =>
      once(tokenOf(asked.query.clientToken), asked, () => {
        schedules.remove(scheduleOf(asked));
        return {};
      }),
    'GET /schedules': ({ query }) => {
      const { ScheduleGroup, State, ...wanted } = checked(pageOfSchedules, query);
      const group = ScheduleGroup === undefined ? undefined : groupOf(ScheduleGroup).name;
      const { shown, next } = schedules.page({ ...pageFrom(wanted), group, state: State });
      const Schedules = shown.map((schedule) => ({
        ...summaryOf(schedule),
        State: schedule.answer.State,
        Target: { Arn: schedule.answer.Target.Arn },
      }));
      return { Schedules, ...nextToken(next) };
    },

    'POST /schedule-groups/*': (asked) =>
      once(tokenOf(asked.body.ClientToken), asked, () => {
        if (schedules.group(asked.name))
          throw new AwsError('ConflictException', `Schedule group ${asked.name} already exists.`, 409);
        if (schedules.groupCount() >= mostGroups)
          throw new AwsError(
            'ServiceQuotaExceededException',
            `You have ${mostGroups} schedule groups: delete one.`,
            402,
          );
        schedules.addGroup(asked.name);
        return { ScheduleGroupArn: groupOf(asked.name).arn };
      }),
    'GET /schedule-groups/*': ({ name }) => groupAnswer(groupOf(name)),
    'DELETE /schedule-groups/*': (asked) =>
      once(tokenOf(asked.query.clientToken), asked, () => {
        if (asked.name === defaultGroup) throw invalid('The default schedule group cannot be deleted.');
        schedules.removeGroup(groupOf(asked.name).name);
        return {};
      }),
    'GET /schedule-groups': ({ query }) => {
      const { shown, next } = schedules.groupPage(pageFrom(checked(page, query)));
      return { ScheduleGroups: shown.map(groupAnswer), ...nextToken(next) };
    },
  };

  return {
    isAsked: (path) => /^\/schedule(s|-groups)(\/|$)/.test(path),
    answer: (request, body, response) => {
      const [, resource, , name = ''] = /^(\/[^/]+)(\/(.*))?$/.exec(pathOf(request)) ?? [];
      const operation = operations[`${request.method} ${resource}${name && '/*'}`];
      try {
        if (!operation)
          throw new AwsError('UnknownOperationException', 'Not simulated here: this operation of Scheduler.', 404);
        const query = Object.fromEntries(new URLSearchParams(queryOf(request)));
        const Name = name && decoded(name);
        if (name) checked(byName, { Name });
        json(response, 200, operation({ name: Name, query, body: read(body) }));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        json(response, error.status, { Message: error.message }, { 'x-amzn-errortype': error.name });
      }
    },
  };
};

const named = text(64, nameForm);
const byName = z.object({ Name: named });
const page = z.object({
  /** It comes in the URL, as text. */
  MaxResults: z.pipe(z.pipe(z._default(z.string(), '100'), z.transform(Number)), whole(1, 100)),
  NamePrefix: z._default(named, ''),
  NextToken: z.optional(text(2_048)),
});
const pageOfSchedules = z.extend(page, {
  ScheduleGroup: z.optional(named),
  State: z.optional(z.enum(['ENABLED', 'DISABLED'])),
});

const pageFrom = ({ MaxResults, NamePrefix, NextToken = '' }: z.output<typeof page>) => {
  const from = Buffer.from(NextToken, 'base64url').toString();
  if (!/^[\w./-]*$/.test(from)) throw invalid('Invalid NextToken: give the NextToken of an earlier page, as it was.');
  return { limit: MaxResults, prefix: NamePrefix, from };
};
const nextToken = (next: string | undefined) =>
  next === undefined ? {} : { NextToken: Buffer.from(next).toString('base64url') };

const tokenOf = (given: unknown): string | undefined => (typeof given === 'string' ? given : undefined);

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

const read = (body: Buffer): Record<string, unknown> => {
  const given = body.length === 0 ? {} : readObject(body.toString('utf8'));
  if (given) return given;
  throw new AwsError('SerializationException', 'The request body is not a JSON object');
};

/** AWS tells instants in epoch seconds. */
const secondsOf = (ms: number): number => ms / 1_000;

const summaryOf = ({ arn, createdAt, group, madeAt, name }: Omit<Schedule, 'answer'>) => ({
  Arn: arn,
  CreationDate: secondsOf(createdAt),
  GroupName: group,
  LastModificationDate: secondsOf(madeAt),
  Name: name,
});

const groupAnswer = ({ arn, createdAt, name }: Group) => ({
  Arn: arn,
  CreationDate: secondsOf(createdAt),
  LastModificationDate: secondsOf(createdAt),
  Name: name,
  State: 'ACTIVE',
});
