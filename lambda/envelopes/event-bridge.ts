/** An EventBridge event whose `detail` is the message: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
import { asObject } from '../json.ts';
import { type Envelope, instantOf, isWord } from './envelope.ts';

/** Where a message names no key, the event's id stands for it: the same event again, and no other. */
export const eventBridge: Envelope = {
  name: 'event',
  recognises: (value) => typeof asObject(value)?.['detail-type'] === 'string',
  unwrap: (value) => {
    const { id, source, time, detail } = asObject(value) as Record<string, unknown>;
    if (!isWord(id) || !isWord(source))
      return { problems: ['The event must have an id and a source, as EventBridge gives every event'] };
    return {
      message: detail,
      where: "The event's detail",
      scope: `event:${source}`,
      keyOf: (given) => given ?? id,
      sourceTime: instantOf(time),
    };
  },
};
