/** HotTask's answer as the ledger keeps it, without number and text, and as a later caller with the same key hears it. */
import { asObject, readObject, readObjectKeepingDigits } from '../json.ts';
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
const masked = (reply: string, { Message, ToPhoneNumber }: Message, secretKey: string): string => {
  const mask = makeMask([Message, ToPhoneNumber, secretKey]);
  const envelope = readObjectKeepingDigits(reply.replace(/^\uFEFF/, '')) ?? {};
  const data = asObject(envelope.Data);
  return JSON.stringify({
    Data: {
      Status: 'True',
      Message: words(data?.Message, mask),
      SessionID: isSessionId(data?.SessionID, ToPhoneNumber) ? data?.SessionID : null,
    },
    Version: typeof envelope.Version === 'string' && /^[\w.-]{1,20}$/.test(envelope.Version) ? envelope.Version : '',
    Success: true,
    Code: 200,
    Message: words(envelope.Message, mask),
  });
};

const words = (value: unknown, mask: Mask): string => (typeof value === 'string' ? mask(value) : '');

/** A number of HotTask's, with all its digits, or a short word; not one that gives away whom it was for. */
const isSessionId = (value: unknown, toPhoneNumber: string): boolean => {
  const text = JSON.stringify(value ?? null);
  return /^(\d{1,40}|"[\w-]{1,64}")$/.test(text) && !text.includes(toPhoneNumber.slice(1));
};

const noReply =
  '{"Data":{"Status":"True","Message":"","SessionID":null},"Version":"","Success":true,"Code":200,"Message":""}';

/** The outcome that a final item stands for, heard again. */
export const replay = ({ state, reply = '' }: Item): Outcome => {
  const kept = readObject(reply);
  if (state === 'Sent') return { state, reply: kept?.Data ? reply : noReply, isReplayed: true };
  const why = typeof kept?.Message === 'string' ? kept.Message : 'The ledger kept no reason.';
  if (state === 'Refused')
    return { state, code: typeof kept?.Code === 'number' ? kept.Code : 422, why, isReplayed: true };
  return { state: 'Unknown', why };
};
