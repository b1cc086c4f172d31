/**
 * SQS's older protocol, form fields in and XML out, which AWS CLIs before 2.13.34 speak: translated to and from the JSON
 * that fauxqs takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */

/** List fields of the operations → their name in JSON. */
const lists: Record<string, string> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
};
const numbers = new Set(['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds', 'DelaySeconds', 'MaxResults']);

/** The JSON request of a form. Batches are left to the newer protocol. */
export const toJson = (form: URLSearchParams): { operation: string; input: Record<string, unknown> } => {
  const input: Record<string, unknown> = {};
  const attributes = new Map<string, Record<string, string>>();
  for (const [name, value] of form) {
    const [first = '', index, ...rest] = name.split('.');
    if (first === 'Action' || first === 'Version') continue;
    if (first === 'MessageAttribute' && index) {
      const one = attributes.get(index) ?? {};
      attributes.set(index, { ...one, [rest.at(-1) as string]: value });
    } else if (lists[first]) {
      const list = lists[first] as string;
      input[list] = [...((input[list] as string[] | undefined) ?? []), value];
    } else input[first] = numbers.has(first) ? Number(value) : value;
  }
  if (attributes.size > 0)
    input.MessageAttributes = Object.fromEntries([...attributes.values()].map(({ Name, ...value }) => [Name, value]));
  return { operation: form.get('Action') ?? '', input };
};

/** The answer as XML. */
export const toXml = (operation: string, status: number, json: string): string => {
  const answer = JSON.parse(json || '{}') as Record<string, unknown>;
  if (status >= 400) {
    const code = String(answer.__type ?? 'InternalError').replace(/^.*#/, '');
    return `<ErrorResponse><Error><Type>Sender</Type><Code>${text(code)}</Code><Message>${text(answer.message)}</Message></Error><RequestId>sandbox</RequestId></ErrorResponse>`;
  }
  const result = Object.entries(answer)
    .map(([name, value]) => tag(name, value))
    .join('');
  return `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></${operation}Response>`;
};

/** In XML a list has no tag around it, and its members are named in the singular. */
const singular: Record<string, string> = { Messages: 'Message', QueueUrls: 'QueueUrl' };

const tag = (name: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((one) => tag(singular[name] ?? name, one)).join('');
  if (name === 'Attributes' || name === 'MessageAttributes')
    return Object.entries(value as object)
      .map(([key, one]) =>
        wrapped(
          name.slice(0, -1),
          `<Name>${text(key)}</Name>${typeof one === 'object' ? tag('Value', one) : wrapped('Value', text(one))}`,
        ),
      )
      .join('');
  if (typeof value === 'object' && value !== null)
    return wrapped(
      name,
      Object.entries(value)
        .map(([key, one]) => tag(key, one))
        .join(''),
    );
  return wrapped(name, text(value));
};

const wrapped = (name: string, inner: string) => `<${name}>${inner}</${name}>`;
const text = (value: unknown) =>
  String(value).replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string,
  );
