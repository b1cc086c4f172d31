/** HotTask's answer as the ledger keeps it, without number and text, and as a later caller with the same key hears it. */
import { asObject, readObject, readObjectKeepingDigits, withoutByteOrderMark } from '../json.ts';
import { type Mask, makeMask } from '../mask.ts';
import type { Message } from '../message.ts';
import type { Outcome } from '../outcome.ts';
import type { Item, ItemState } from './item.ts';

/** What is kept of an outcome. `secretKey` is the one that HotTask was sent. */
export const keptOf = (outcome: Outcome, message: Message, secretKey: string): Kept => {
  switch (outcome.state) {
    case 'Sent':
      return { state: 'Sent', reply: masked(outcome.reply, message, secretKey) };
    case 'Refused':
      return { state: 'Refused', reply: JSON.stringify({ Code: outcome.code, Message: outcome.why }) };
    case 'NotSent':
    case 'Expired': // found expired after the claim, and never written to HotTask
      return { state: 'NotSent', reply: JSON.stringify({ Message: outcome.why }) };
    default:
      return { state: 'Unknown', reply: JSON.stringify({ Message: 'why' in outcome ? outcome.why : '' }) };
  }
};

export interface Kept {
  state: Exclude<ItemState, 'Sending'>;
  /** JSON, at most about 2,500 characters. */
  reply: string;
}

/** HotTask's envelope, rebuilt from the fields that it documents: what else it may hold is not kept. */
const masked = (reply: string, message: Message, secretKey: string): string => {
  const mask = makeMask([message.Message, message.ToPhoneNumber, secretKey]);
  const isSilent = makeIsSilent(message);
  const envelope = readObjectKeepingDigits(withoutByteOrderMark(reply)) ?? {};
  const data = asObject(envelope.Data);
  return JSON.stringify({
    Data: {
      Status: 'True',
      Message: words(data?.Message, mask),
      SessionID: isSessionId(data?.SessionID) && isSilent(data.SessionID) ? data.SessionID : null,
    },
    Version: isVersion(envelope.Version) && isSilent(envelope.Version) ? envelope.Version : '',
    Success: true,
    Code: 200,
    Message: words(envelope.Message, mask),
  });
};

const words = (value: unknown, mask: Mask): string => (typeof value === 'string' && value !== '' ? mask(value) : '');

const isVersion = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{1,3}(\.\d{1,4}){1,3}$/.test(value);

/** A number of HotTask's, with all its digits, or one word. */
const isSessionId = (value: unknown): value is string | number =>
  /^(\d{1,40}|"[\w-]{1,64}")$/.test(JSON.stringify(value ?? null));

/** The end of a number by which its owner can be found. */
const tellingDigits = 7;

/** Says nothing of whom the message was for, or what it said. */
const makeIsSilent =
  ({ Message, ToPhoneNumber }: Message) =>
  (value: string | number): boolean => {
    const text = JSON.stringify(value).replaceAll('"', '');
    const isNumber = text.replace(/\D/g, '').includes(ToPhoneNumber.slice(-tellingDigits));
    const isWord = /[a-z]/i.test(text) && Message.toLowerCase().includes(text.toLowerCase());
    return !isNumber && !isWord;
  };

const noReply =
  '{"Data":{"Status":"True","Message":"","SessionID":null},"Version":"","Success":true,"Code":200,"Message":""}';

/** The outcome that a final item stands for, heard again. */
export const replay = ({ state, reply = '' }: Item): Outcome => {
  const kept = readObject(reply);
  if (state === 'Sent') return { state, reply: isAcceptance(kept) ? reply : noReply, isReplayed: true };
  const why = typeof kept?.Message === 'string' ? kept.Message : 'The ledger kept no reason.';
  if (state === 'Refused') return { state, code: codeOf(kept) ?? 422, why, isReplayed: true };
  return { state: 'Unknown', why, isReplayed: true };
};

/** HotTask's own Code, of an answer that is kept. */
export const codeOf = (kept: Record<string, unknown> | undefined): number | undefined =>
  Number.isInteger(kept?.Code) ? (kept?.Code as number) : undefined;

const isAcceptance = (kept: Record<string, unknown> | undefined): boolean =>
  asObject(kept?.Data)?.Status === 'True' && kept?.Success === true && kept.Code === 200 && !('State' in kept);
