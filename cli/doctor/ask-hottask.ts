/** A question to HotTask that sends nothing. Its own words are not repeated: nobody promises what they hold. */
import { readObject } from '../../lambda/json.ts';

export type Answer =
  | {
      status: number;
      /** HotTask's own, inside the answer; undefined where the answer is none of its envelopes. */
      code: number | undefined;
      data: unknown;
    }
  /** Node's word for what the wire did. */
  | { unreachable: string };

type Question = 'GetMessageCreditsUsage' | 'GetMessageCountByChatbot';
export type Ask = (method: 'GET' | 'POST', question: Question, body?: object) => Promise<Answer>;

const withinMs = 10_000;

export const askHotTask =
  (base: URL, secretKey: string): Ask =>
  async (method, question, body) => {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/+$/, '')}/chat/Chatbot/${question}`;
    try {
      const answer = await fetch(url, {
        method,
        headers: { Authorization: secretKey, ...(body ? { 'Content-Type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        // The key goes to no other host.
        redirect: 'manual',
        signal: AbortSignal.timeout(withinMs),
      });
      const { Code, Data } = readObject(await answer.text()) ?? {};
      return { status: answer.status, code: typeof Code === 'number' ? Code : undefined, data: Data };
    } catch (error) {
      return { unreachable: wireWord(error) };
    }
  };

export const wireWord = (error: unknown): string => {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? (name === 'TimeoutError' ? 'TIMEOUT' : name);
};

/** Whom it does not know by the key it says so in the status, or inside. */
export const isRefused = ({ status, code }: { status: number; code: number | undefined }): boolean =>
  [status, code].some((one) => one === 401 || one === 403);
