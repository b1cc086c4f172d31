/** The bundle that is deployed, run as Lambda loads it: what it sends, and what it logs. */
import { expect, test } from 'vitest';
import { canary } from './canary.ts';
import { httpEvent, message } from './function.ts';
import { invoke, sandbox } from './one-invocation.ts';

test('one call, one text, and two lines of log that say what became of it and not a word of what it said', async () => {
  const { answer, lines, errors } = await invoke(httpEvent(JSON.stringify(message), { authorization: 'sandbox-key' }));
  expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining('"SessionID":123123123123123123') });
  expect(lines).toMatchObject([
    { level: 'INFO', message: 'concluded', fact: 'accepted', state: 'Sent', attempts: 1, status: 200 },
    { level: 'INFO', message: 'outcome', state: 'Sent', entrance: 'http-api' },
  ]);
  expect(errors).toEqual([]);
  const { Messages } = (await (await fetch(`${sandbox.url}/api/messages`)).json()) as { Messages: object[] };
  expect(Messages).toMatchObject([message]);
});

test('what is counted stands in the same line, in the form that CloudWatch takes out of a log', async () => {
  const event = httpEvent(JSON.stringify({ ...message, DryRun: true }), { authorization: 'sandbox-key' });
  const { lines } = await invoke(event);
  const { _aws, ...line } = lines.at(-1) as Record<string, unknown>;
  expect(_aws).toEqual({
    Timestamp: expect.closeTo(Date.now(), -5),
    CloudWatchMetrics: [
      {
        Namespace: 'HotTaskMessenger',
        Dimensions: [['Function'], ['Function', 'Entrance']],
        Metrics: [
          { Name: 'DryRun', Unit: 'Count' },
          { Name: 'DerivedKeys', Unit: 'Count' },
          { Name: 'AttemptAge', Unit: 'Seconds' },
        ],
      },
    ],
  });
  expect(line).toMatchObject({ Function: 'the-function', Entrance: 'http-api', DryRun: 1, DerivedKeys: 1 });
  expect(line.AttemptAge).toBeTypeOf('number');
});

test('each line names the trace that X-Ray shows, where Lambda traces', async () => {
  const Root = '1-6747ad5c-0123456789abcdef01234567';
  const event = httpEvent(JSON.stringify({ ...message, DryRun: true }), { authorization: 'sandbox-key' });
  const { lines } = await invoke(event, {
    env: { _X_AMZN_TRACE_ID: `Root=${Root};Parent=0123456789abcdef;Sampled=1` },
  });
  expect(lines.at(-1)).toMatchObject({ xray_trace_id: Root, service: 'hottask-messenger' });
});

const keyed = { ...message, IdempotencyKey: 'k' };
// One key is one message, and this sandbox remembers.
const to = (ToPhoneNumber: string) => ({ ...keyed, ToPhoneNumber, IdempotencyKey: `to-${ToPhoneNumber.slice(1)}` });

test.each<[string, unknown, string, object]>([
  [
    'refused',
    to('+15005550001'),
    'Refused',
    { errors: [], lines: [{ fact: 'refused by Code' }, { state: 'Refused' }] },
  ],
  ['that a rule forbids', to('+4915112345678'), 'Blocked', { errors: [], lines: [{ state: 'Blocked' }] }],
  [
    'refused with 401',
    to('+15005550401'),
    'NotSent',
    { errors: [{ level: 'ERROR', status: 401 }], lines: [{ state: 'NotSent' }] },
  ],
  ['that is none', { [canary.number]: canary.text }, 'InvalidMessage', { errors: [], lines: [{ state: 'Invalid' }] }],
])('a message %s: a named error, and the log says so', async (_case, event, threw, logged) => {
  const { answer, ...output } = await invoke(event);
  expect(answer).toMatchObject({ threw });
  expect(output).toMatchObject(logged);
});
