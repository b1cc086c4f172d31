/** HotTask's reply, read with care: nothing of it is trusted before it was looked at. */
import { asObject, readObject, withoutByteOrderMark } from './json.ts';

/** The fields of HotTask's envelope, each as it came (its page "Send Twilio Message"). */
export interface Reply {
  Code: unknown;
  Success: unknown;
  Message: unknown;
  Status: unknown;
  DataMessage: unknown;
  /** All that is in Data, also where that is a list, which HotTask does not document. */
  parts: Record<string, unknown>[];
}

/** Reads HotTask's envelope; undefined where the text is no JSON object. */
export const readReply = (text: string): Reply | undefined => {
  const envelope = readObject(withoutByteOrderMark(text));
  if (!envelope) return undefined;
  const data = asObject(envelope.Data);
  const { Code, Success, Message } = envelope;
  const parts = [envelope.Data]
    .flat()
    .map(asObject)
    .filter((part) => part !== undefined);
  return { Code, Success, Message, Status: data?.Status, DataMessage: data?.Message, parts };
};

/** HotTask's own words for a failure, empty where it has none. */
export const wordsOf = (reply: Reply | undefined): string =>
  ([reply?.Message, reply?.DataMessage].find((text) => typeof text === 'string' && text.trim() !== '') as string) ?? '';
