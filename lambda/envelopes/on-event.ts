/** An event that is no message, and the template by which a rule makes one of it: `{Rule, Template, Event}`. */
import { asObject, readObjectKeepingDigits } from '../json.ts';
import { type Envelope, instantOf, isWord } from './envelope.ts';
import { render } from './template.ts';

/** The key is rule and event: two rules on one event are two messages, the same event again is none. */
export const onEvent: Envelope = {
  name: 'on-event',
  recognises: (value) => {
    const fields = asObject(value);
    return fields !== undefined && 'Template' in fields && 'Event' in fields;
  },
  unwrap: (_value, text) => {
    const { Rule, Template, Event } = readObjectKeepingDigits(text) as Record<string, unknown>;
    const event = asObject(Event);
    const template = asObject(Template);
    if (typeof Rule !== 'string' || !ruleForm.test(Rule) || !template || !event)
      return {
        problems: ['The record must be {"Rule": "<name>", "Template": {…}, "Event": {…}}, as a rule writes it'],
      };
    const { id } = event;
    if (!isWord(id)) return { problems: ['Event must have an id, as EventBridge gives it'] };
    const rendered = render(template, event);
    if ('problems' in rendered) return rendered;
    return {
      message: rendered.value,
      where: 'The template',
      scope: 'on-event',
      keyOf: (given) => `${Rule}/${given ?? id}`,
      sourceTime: instantOf(event.time),
    };
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const ruleForm = /^[\w.-]{1,64}$/;
