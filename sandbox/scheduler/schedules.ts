/** All schedules and their groups: by name for who asks, by time for who fires. In memory. */
import type { Definition } from './definition.ts';
import { makeOrdered } from './ordered.ts';

export interface Schedule extends Definition {
  group: string;
  name: string;
  arn: string;
  /** Epoch ms, as all times here. */
  createdAt: number;
  /** When it fires next; undefined where it is disabled or over. */
  dueAt: number | undefined;
}

export interface Group {
  name: string;
  arn: string;
  createdAt: number;
}

/** One schedule that is due. */
export interface Firing {
  schedule: Schedule;
  dueAt: number;
}

interface Page<Of> {
  shown: Of[];
  /** Where the next page begins; undefined after the last. */
  next: string | undefined;
}

interface Wanted {
  group?: string | undefined;
  prefix: string;
  state?: string | undefined;
  limit: number;
  /** The `next` of the page before. */
  from: string;
}

export const defaultGroup = 'default';

const arnOf = (kind: string, ...names: string[]) =>
  [`arn:aws:scheduler:us-east-1:000000000000:${kind}`, ...names].join('/');
const minuteMs = 60_000;

export const makeSchedules = (now: () => number) => {
  const groups = makeOrdered<Group>();
  /** group/name → the schedule. */
  const schedules = makeOrdered<Schedule>();
  /** When, and group/name → the schedule. */
  const due = makeOrdered<Schedule>();
  const listeners = new Set<() => void>();

  const told = <Result>(result: Result): Result => {
    for (const listener of listeners) listener();
    return result;
  };
  const addGroup = (name: string) => groups.set(name, { name, arn: arnOf('schedule-group', name), createdAt: now() });
  addGroup(defaultGroup);

  const keyOf = ({ group, name }: Pick<Schedule, 'group' | 'name'>) => `${group}/${name}`;
  const dueKeyOf = (schedule: Schedule) => `${String(schedule.dueAt).padStart(16, '0')} ${keyOf(schedule)}`;
  const setDue = (schedule: Schedule, dueAt: number | undefined) => {
    due.delete(dueKeyOf(schedule));
    schedule.dueAt = dueAt;
    if (dueAt !== undefined) due.set(dueKeyOf(schedule), schedule);
  };
  const drop = (schedule: Schedule) => {
    setDue(schedule, undefined);
    return schedules.delete(keyOf(schedule));
  };
  const get = (group: string, name: string) => schedules.get(keyOf({ group, name }));
  const nextDue = () => due.from('').next().value?.[1].dueAt;

  return {
    get,
    /** Makes it, or puts it in the place of one with this name. */
    put: (group: string, name: string, definition: Definition): Schedule => {
      const before = get(group, name);
      if (before) drop(before);
      const { kind, madeAt } = definition;
      const schedule: Schedule = {
        ...definition,
        group,
        name,
        arn: arnOf('schedule', group, name),
        createdAt: before?.createdAt ?? madeAt,
        dueAt: undefined,
      };
      schedules.set(keyOf(schedule), schedule);
      // A one-off of this very minute goes out yet.
      const after = kind === 'at' ? madeAt - (madeAt % minuteMs) : madeAt;
      if (definition.isEnabled) setDue(schedule, definition.nextDue(after - 1));
      return told(schedule);
    },
    remove: (schedule: Schedule): boolean => told(drop(schedule)),

    group: (name: string) => groups.get(name),
    groupCount: () => groups.size,
    addGroup,
    /** And all that is in it. */
    removeGroup: (name: string) => {
      for (const [key, schedule] of schedules.from(`${name}/`)) {
        if (!key.startsWith(`${name}/`)) break;
        drop(schedule);
      }
      return told(groups.delete(name));
    },

    /** By group and name. */
    page: ({ group, prefix, state, limit, from }: Wanted): Page<Schedule> => {
      const shown: Schedule[] = [];
      const of = group === undefined ? groups.from(from.split('/')[0] ?? '') : [[group] as const];
      for (const [name] of of) {
        const begin = `${name}/${prefix}`;
        for (const [key, schedule] of schedules.from(from.startsWith(begin) ? from : begin)) {
          if (!key.startsWith(begin)) break;
          if (state !== undefined && schedule.answer.State !== state) continue;
          if (shown.length === limit) return { shown, next: key };
          shown.push(schedule);
        }
      }
      return { shown, next: undefined };
    },
    groupPage: ({ prefix, limit, from }: Wanted): Page<Group> => {
      const shown: Group[] = [];
      for (const [name, group] of groups.from(from > prefix ? from : prefix)) {
        if (!name.startsWith(prefix)) break;
        if (shown.length === limit) return { shown, next: name };
        shown.push(group);
      }
      return { shown, next: undefined };
    },

    /** When the next one is due. */
    nextDue,
    /** When the last one is due of those that are due by then. */
    lastDueBy: (untilMs: number): number | undefined => {
      let last: number | undefined;
      for (const [, { dueAt = untilMs + 1 }] of due.from('')) {
        if (dueAt > untilMs) break;
        last = dueAt;
      }
      return last;
    },
    /** What is due by then, in order; each waits for its next time. */
    takeDue: (untilMs: number): Firing[] => {
      const firings: Firing[] = [];
      for (let at = nextDue(); at !== undefined && at <= untilMs; at = nextDue()) {
        const schedule = due.from('').next().value?.[1] as Schedule;
        firings.push({ schedule, dueAt: at });
        setDue(schedule, schedule.nextDue(at));
      }
      return told(firings);
    },
    /** After it fired: what will never fire again is deleted, where it asked for that. */
    fired: (schedule: Schedule) => {
      const isOver = schedule.isEnabled && schedule.dueAt === undefined;
      if (isOver && schedule.isDeletedAtEnd && get(schedule.group, schedule.name) === schedule) drop(schedule);
    },
    /** Hears of every change of what is due. */
    onChange: (listener: () => void) => void listeners.add(listener),
  };
};

export type Schedules = ReturnType<typeof makeSchedules>;
