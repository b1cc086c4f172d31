/** The template of an onEvent rule, checked before it is deployed: what is wrong with it would come to light with the first event. */
import { place, step } from '../lambda/envelopes/template.ts';
import { makeReadMessage } from '../lambda/message.ts';

export type Template = Record<string, unknown>;

/**
 * What EventBridge fills in for each event. It would take any `<` for the beginning of a placeholder and knows no escape
 * of its own; that of JSON holds nothing which it looks for.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export const inputTemplate = (rule: string, template: Template): string =>
  `{"Rule":${quoted(rule)},"Template":${quoted(template)},"Event":<aws.events.event.json>}`;

const quoted = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const longestInputTemplate = 8_192;
const longestRule = 'x'.repeat(64);

/** One sentence for each thing that keeps every event from becoming a message, without a value; empty where there is none. */
export const templateProblems = (template: Template, serialNumber: string | undefined): string[] => [
  ...textFields.flatMap((field) => placeProblems(field, template[field])),
  ...makeReadMessage(serialNumber)(filled(template), 'The template').problems,
  ...(inputTemplate(longestRule, template).length > longestInputTemplate
    ? [`The template must be shorter: EventBridge takes ${longestInputTemplate} characters, all escapes counted`]
    : []),
];

const textFields = ['SerialNumber', 'ToPhoneNumber', 'Message', 'IdempotencyKey', 'NotAfter'];

const placeProblems = (field: string, text: unknown): string[] => {
  if (typeof text !== 'string') return [];
  const paths = [...text.matchAll(place)].map(([, path = '']) => path);
  const isBroken = !paths.every(isInEvent) || /\{\{|\}\}/.test(text.replace(place, ''));
  return [
    ...(isBroken ? [`${field} has {{ }} around what no event holds: write {{detail.name}}, {{time}} or {{id}}`] : []),
    ...(field === 'IdempotencyKey' && paths.length === 0
      ? ['IdempotencyKey must hold a place such as {{detail.orderId}}: without one only the first event is a message']
      : []),
  ];
};

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const texts = ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region'];

const isInEvent = (path: string): boolean => {
  const [first = '', ...more] = path.split('.');
  if (!more.every((name) => step.test(name))) return false;
  return more.length === 0 ? texts.includes(first) : first === 'detail' || first === 'resources';
};

/** As an event might fill it; the function's own check says what is wrong with the rest. */
const filled = (template: Template): Template =>
  Object.fromEntries(Object.entries(template).map(([field, value]) => [field, example(field, value)]));

const whole: Record<string, string> = { ToPhoneNumber: '+12025550123', NotAfter: '2027-03-01T09:00:00Z' };

const example = (field: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const text = value.replace(place, 'x');
  return text === value ? value : (whole[field] ?? text);
};
