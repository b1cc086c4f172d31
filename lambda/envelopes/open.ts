/** Takes a message out of its envelope and checks it: what comes of it is a delivery, or Invalid with all that is at fault. */
import type { Arrived, Entry } from '../entrances/entrance.ts';
import { asObject } from '../json.ts';
import { invalid, type ReadMessage } from '../message.ts';
import type { Envelope } from './envelope.ts';
import { eventBridge } from './event-bridge.ts';
import { onEvent } from './on-event.ts';
import type { Marks } from './parked.ts';
import { makePlain } from './plain.ts';
import { reminder } from './reminder.ts';
import { sns } from './sns.ts';

/** The entrance by which it came. */
interface From {
  /** Whose keys they are where the envelope does not say. */
  scope: string;
  /** What holds a plain message, for errors. */
  where: string;
  /** Why a message needs a key of its own here. */
  keyMissing: string;
}

/** One thing that came, as JSON text and as the value that it holds. */
interface Came {
  text: string;
  value: unknown;
  requestId: string;
  /** Epoch ms; no message is younger. */
  arrivedAt: number;
  /** Of a parked record that comes back. */
  marks: Marks;
}

export const makeOpen = (
  readMessage: (value: unknown, where: string) => ReadMessage,
  { scope, where, keyMissing }: From,
) => {
  const envelopes: Envelope[] = [onEvent, reminder, sns, eventBridge, makePlain(where)];

  return ({
    text,
    value,
    requestId,
    arrivedAt,
    marks: { ledgerKey, sourceTime, until, callerMayBeGone },
  }: Came): Entry => {
    const envelope = envelopes.find(({ recognises }) => recognises(value)) as Envelope;
    const unwrapped = envelope.unwrap(value, text);
    const made = sourceTime ?? ('problems' in unwrapped ? undefined : unwrapped.sourceTime) ?? arrivedAt;
    // A source whose clock is ahead makes nothing young.
    const arrived: Arrived = {
      body: text,
      envelope: envelope.name,
      sourceTime: Math.min(made, arrivedAt),
      ledgerKey,
      isReplay: sourceTime !== undefined,
    };
    if ('problems' in unwrapped) return { outcome: invalid(unwrapped.problems), arrived };

    const { message, problems } = readMessage(unwrapped.message, unwrapped.where);
    if (!message) return { outcome: invalid(problems), arrived };
    const key = unwrapped.keyOf(message.IdempotencyKey) ?? ledgerKey;
    if (key === undefined) return { outcome: invalid([keyMissing]), arrived };
    return {
      arrived,
      delivery: {
        message,
        key,
        keyIsDerived: message.IdempotencyKey === undefined && ledgerKey === undefined && envelope.name !== 'reminder',
        scope: unwrapped.scope ?? scope,
        ...(ledgerKey === undefined ? {} : { ledgerKey }),
        hasDefaultSerialNumber: asObject(unwrapped.message)?.SerialNumber === undefined,
        // Of a reminder that was fired too early it is still to come.
        sourceTime: unwrapped.firing?.dueAt ?? arrived.sourceTime,
        ...(unwrapped.lateBySeconds === undefined ? {} : { lateBySeconds: unwrapped.lateBySeconds }),
        ...(unwrapped.firing === undefined ? {} : { firing: unwrapped.firing }),
        ...(until === undefined ? {} : { until }),
        ...(callerMayBeGone === undefined ? {} : { callerMayBeGone }),
        requestId,
      },
    };
  };
};
