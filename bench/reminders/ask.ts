/** One call of the sandbox's HTTP API, as its one caller. */
import { type Agent, request } from 'node:http';

const headers = { authorization: 'sandbox-key', 'content-type': 'application/json' };

export type Ask = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: Record<string, never> }>;

export const makeAsk =
  (url: string, agent: Agent): Ask =>
  (method, path, body) =>
    new Promise((resolve, reject) => {
      const asked = request(url + path, { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response
          .once('error', reject)
          .once('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      });
      asked.once('error', reject).end(body && JSON.stringify(body));
    });
