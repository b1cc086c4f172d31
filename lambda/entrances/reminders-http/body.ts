/** Reads the bodies of `PUT` (when, in which zone, how late at most, and the message) and of `PATCH` (all but the message). */
import { asObject } from '../../json.ts';
import { type Message, type ReadMessage, unknownFields } from '../../message.ts';
import type { Move } from '../../reminders/new-time.ts';
import type { When } from '../../reminders/reminder.ts';
import { readWallClock } from '../../reminders/wall-clock.ts';
import { leastLateBySeconds, precisionMs } from '../../wiring.ts';

/** `given`: the message as it came. All that is wrong at once, a sentence for each field. */
export type ReadBody = { when: When; message: Message; given: object } | { problems: string[] };

interface Parts {
  readMessage: (value: unknown, where: string) => ReadMessage;
  /** The most that LateBySeconds may be. */
  latestSeconds: number;
  now: () => number;
}

const names = ['At', 'TimeZone', 'LateBySeconds', 'Message'];

export const makeReadReminderBody =
  ({ readMessage, latestSeconds, now }: Parts) =>
  (body: unknown): ReadBody => {
    const fields = asObject(body);
    if (!fields) return { problems: [`The body must be a JSON object with ${names.join(', ')}`] };
    const { At, TimeZone, LateBySeconds = leastLateBySeconds, Message: given } = fields;
    const unknown = Object.keys(fields).filter((name) => !names.includes(name));
    const meant = readWallClock(At, TimeZone, now());
    const { message, problems } = readInner(given, readMessage);
    const all = [
      ...(unknown.length > 0 ? [`The body ${unknownFields(unknown, names)}`] : []),
      ...('problems' in meant ? meant.problems : []),
      ...wrongLateness(LateBySeconds, latestSeconds),
      ...problems,
      ...('problems' in meant ? [] : tooEarly(message, meant.dueAt)),
    ];
    if (all.length > 0 || !message || 'problems' in meant) return { problems: all };
    const notAfter = message.NotAfter === undefined ? {} : { notAfter: Date.parse(message.NotAfter) };
    return { when: { ...meant, lateBySeconds: LateBySeconds as number, ...notAfter }, message, given: given as object };
  };

const movable = names.filter((name) => name !== 'Message');

/** `At` and `TimeZone` are read once the reminder is known: of the two the caller may leave one out. */
export type ReadMoveBody = { to: Move } | { problems: string[] };

export const makeReadMoveBody =
  (latestSeconds: number) =>
  (body: unknown): ReadMoveBody => {
    const fields = asObject(body);
    if (!fields) return { problems: [`The body must be a JSON object with one or more of ${movable.join(', ')}`] };
    const { Message, ...others } = fields;
    const { At: at, TimeZone: timeZone, LateBySeconds } = others;
    const unknown = Object.keys(others).filter((name) => !movable.includes(name));
    const problems = [
      ...(unknown.length > 0 ? [`The body ${unknownFields(unknown, movable)}`] : []),
      ...(Message === undefined
        ? []
        : ['Message is not taken here, since a move keeps number and text: leave it out, or set it again by PUT']),
      ...(movable.some((name) => fields[name] !== undefined)
        ? []
        : [`The body must name what is to change: one or more of ${movable.join(', ')}`]),
      ...(LateBySeconds === undefined ? [] : wrongLateness(LateBySeconds, latestSeconds)),
    ];
    if (problems.length > 0) return { problems };
    return { to: { at, timeZone, lateBySeconds: LateBySeconds as number | undefined } };
  };

const wrongLateness = (given: unknown, latestSeconds: number): string[] =>
  Number.isSafeInteger(given) && Number(given) >= leastLateBySeconds && Number(given) <= latestSeconds
    ? []
    : [
        latestSeconds === leastLateBySeconds
          ? `LateBySeconds must be ${leastLateBySeconds} here: the rules allow no message to be older`
          : `LateBySeconds must be a whole number from ${leastLateBySeconds} to ${latestSeconds}, without quotes`,
      ];

/** Each sentence says that the field is one of the message. */
const readInner = (given: unknown, readMessage: Parts['readMessage']): ReadMessage => {
  if (given === undefined)
    return { problems: ['Message is required: a JSON object with SerialNumber, ToPhoneNumber, Message'] };
  const { message, problems } = readMessage(given, '');
  const key =
    asObject(given)?.IdempotencyKey === undefined
      ? []
      : ["Message.IdempotencyKey is not taken: the reminder's own key stands for it, so leave it out"];
  const named = problems.map((problem) => (problem.startsWith(' ') ? `Message${problem}` : `Message.${problem}`));
  return { ...(message && { message }), problems: [...named, ...key] };
};

/** It fires within the minute of its time. */
const tooEarly = (message: Message | undefined, dueAt: number): string[] =>
  message?.NotAfter !== undefined && Date.parse(message.NotAfter) < dueAt + precisionMs
    ? ['Message.NotAfter must be a minute later than the time at which the reminder is due, or more']
    : [];
