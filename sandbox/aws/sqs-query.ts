/**
 * SQS's older protocol, form fields in and XML out, which AWS CLIs before 2.13.34 speak: translated to and from the JSON
 * that fauxqs takes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
import { asObject } from '../../lambda/json.ts';
import { type Answered, askSqs, type SqsSns } from './sqs-sns.ts';

/** Where the form names no queue, the path it was sent to may: `/000000000000/name`. */
export const answerQuery = async (
  exchange: SqsSns['exchange'],
  form: URLSearchParams,
  path: string,
): Promise<Answered> => {
  const { operation, input } = readQuery(form, path);
  const answered = await askSqs(exchange, operation, input);
  const { status, headers } = answered;
  const answer = JSON.parse(answered.text || '{}');
  const text =
    status === 200
      ? writeXml(operation, answer)
      : writeXmlError(headers['x-amzn-query-error'] ?? nameOf(answer.__type), answer.message);
  return { status, headers: { 'content-type': 'text/xml' }, text };
};

const nameOf = (type: string) => type.replace(/^.*#/, '');

type Tree = { [name: string]: string | Tree };

/** Form field → its name in JSON. */
const maps: Record<string, string> = { Attribute: 'Attributes', MessageAttribute: 'MessageAttributes' };
const lists: Record<string, string> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
};
const isBatch = (name: string) => name.endsWith('BatchRequestEntry');
const numbers = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'MaxResults', 'VisibilityTimeout', 'WaitTimeSeconds']);

const readQuery = (form: URLSearchParams, path: string) => {
  const { Action = '', Version, ...fields } = treeOf(form);
  const input = inputOf(fields);
  return { operation: String(Action), input: path === '/' ? input : { QueueUrl: `http://localhost${path}`, ...input } };
};

/** `A.1.Name=x` → `{A: {1: {Name: 'x'}}}` */
const treeOf = (form: URLSearchParams): Tree => {
  const root: Tree = Object.create(null);
  for (const [name, value] of form) {
    const steps = name.split('.');
    const last = steps.pop() as string;
    let at = root;
    for (const step of steps) {
      if (typeof at[step] !== 'object') at[step] = Object.create(null) as Tree;
      at = at[step];
    }
    at[last] = value;
  }
  return root;
};

const inputOf = (fields: Tree): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const numbered = Object.values(value) as Tree[];
      if (maps[name]) return [maps[name], Object.fromEntries(numbered.map(({ Name, Value }) => [String(Name), Value]))];
      if (lists[name]) return [lists[name], numbered];
      if (isBatch(name)) return ['Entries', numbered.map(inputOf)];
      return [name, numbers.has(name) ? Number(value) : value];
    }),
  );

/** The answer to an operation, as XML. */
const writeXml = (operation: string, answer: Record<string, unknown>): string => {
  const result = Object.entries(answer).map(([name, value]) => element(singular(operation, name), value));
  return `<${operation}Response xmlns="${namespace}">${tag(`${operation}Result`, result.join(''))}${metadata}</${operation}Response>`;
};

/** An error for any caller who speaks in forms: it could read no JSON. */
export const queryError = ({ name, message, status }: { name: string; message: string; status: number }): Answered => ({
  status,
  headers: { 'content-type': 'text/xml' },
  text: writeXmlError(name, message),
});

/** `error`: what AWS gives JSON callers as x-amzn-query-error, `Code;Sender`. */
const writeXmlError = (error: string, message: string): string => {
  const [code = '', fault = 'Sender'] = error.split(';');
  const inner = tag('Type', fault) + tag('Code', escaped(code)) + tag('Message', escaped(message));
  return `<ErrorResponse xmlns="${namespace}">${tag('Error', inner)}<RequestId>sandbox</RequestId></ErrorResponse>`;
};

const namespace = 'http://queue.amazonaws.com/doc/2012-11-05/';
const metadata = '<ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata>';

/** A list and a map have no tag of their own: each member stands there, named in the singular. */
const singular = (operation: string, name: string): string => {
  if (name === 'Successful') return `${operation}ResultEntry`;
  if (name === 'Failed') return 'BatchResultErrorEntry';
  return ['Attributes', 'MessageAttributes', 'Messages', 'QueueUrls'].includes(name) ? name.slice(0, -1) : name;
};

const element = (name: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  const object = asObject(value);
  if (!object) return tag(name, escaped(String(value)));
  if (name === 'Attribute' || name === 'MessageAttribute')
    return Object.entries(object)
      .map(([key, one]) => tag(name, tag('Name', escaped(key)) + element('Value', one)))
      .join('');
  const inner = Object.entries(object).map(([field, one]) => element(singular('', field), one));
  return tag(name, inner.join(''));
};

const tag = (name: string, inner: string) => `<${name}>${inner}</${name}>`;

/** A bare carriage return would be read as a line feed, and the body's MD5 would not fit. */
const escaped = (text: string) => text.replace(/[&<>"\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
