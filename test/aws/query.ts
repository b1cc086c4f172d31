/** AWS's query protocol: a form comes in, XML goes out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface StackState {
  status: string;
  outputs: Record<string, string>;
  resources: { type: string; id: string }[];
}

export interface QueryError {
  code: string;
  message: string;
}

/** The inside of the result, as XML, or what AWS says in its place. */
export type Query = (action: string, form: URLSearchParams) => string | QueryError;

const versions: Record<string, 'sts' | 'cloudformation'> = { '2011-06-15': 'sts', '2010-05-15': 'cloudformation' };

/** False where it is no such call. */
export const queryAnswer = async (
  { headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  services: Record<'sts' | 'cloudformation', Query>,
): Promise<boolean> => {
  if (!String(headers['content-type']).startsWith('application/x-www-form-urlencoded')) return false;
  const form = new URLSearchParams(body.toString());
  const service = versions[form.get('Version') ?? ''];
  if (!service) return false;
  const action = form.get('Action') ?? '';
  const result = services[service](action, form);
  if (typeof result === 'string') {
    response.writeHead(200, { 'content-type': 'text/xml', date: new Date().toUTCString() });
    response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
    return true;
  }
  response.writeHead(400, { 'content-type': 'text/xml' });
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${result.code}</Code><Message>${result.message}</Message></Error></ErrorResponse>`,
  );
  return true;
};

/** A list, as XML has it: each member the fields of one. */
export const members = (all: Record<string, string>[]): string =>
  all
    .map(
      (one) =>
        `<member>${Object.entries(one)
          .map(([name, text]) => `<${name}>${text}</${name}>`)
          .join('')}</member>`,
    )
    .join('');

export const account: Query = () =>
  '<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>AIDA</UserId><Account>123456789012</Account>';
