/** Who may be texted: modes, prefixes, the allow list, and until when. Pure. */
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../lambda/delivery.ts';
import { type Rules, refuse, rulesSetting } from '../lambda/rules.ts';

const now = Date.parse('2027-03-01T08:00:00Z');
const delivery = (message: Partial<Delivery['message']> = {}, keyIsDerived = false): Delivery => ({
  message: { SerialNumber: 'a', ToPhoneNumber: '+12025550123', Message: 'Hello!', ...message },
  key: 'k',
  keyIsDerived,
  scope: 'direct',
  sourceTime: now,
  requestId: 'r',
});
const judged = (rules: Partial<Rules>, given = delivery()) =>
  refuse(rulesSetting.parse(rules), given, now)?.state ?? 'may be sent';

test('without a setting nobody is texted', () => {
  expect(judged({})).toBe('Blocked');
  expect(judged({ mode: 'live' })).toBe('Blocked');
});

describe('live: the longest prefix decides', () => {
  const prefixes = { '+1': 'allow', '+1900': 'deny', '+1900555': 'allow', '+44': 'deny' } as const;
  test.each([
    ['+12025550123', 'may be sent'],
    ['+19001234567', 'Blocked'],
    ['+19005551234', 'may be sent'],
    ['+447700900123', 'Blocked'],
    ['+4915112345678', 'Blocked'],
  ])('%s: %s', (ToPhoneNumber, state) =>
    expect(judged({ mode: 'live', prefixes }, delivery({ ToPhoneNumber }))).toBe(state),
  );
  test('"+" allows all that nothing denies', () => {
    expect(judged({ mode: 'live', prefixes: { '+': 'allow', '+49': 'deny' } })).toBe('may be sent');
    expect(
      judged(
        { mode: 'live', prefixes: { '+': 'allow', '+49': 'deny' } },
        delivery({ ToPhoneNumber: '+4915112345678' }),
      ),
    ).toBe('Blocked');
  });
});

test('allow-list: only the numbers on it, whatever the prefixes say', () => {
  const rules = { mode: 'allow-list', allowList: ['+12025550123'], prefixes: { '+': 'allow' } } as const;
  expect(judged({ ...rules, allowList: [...rules.allowList] })).toBe('may be sent');
  expect(judged({ ...rules, allowList: [...rules.allowList] }, delivery({ ToPhoneNumber: '+12025550124' }))).toBe(
    'Blocked',
  );
});

test('a dry run, of the deployment or of one message, texts nobody; a blocked number stays blocked', () => {
  const prefixes = { '+1': 'allow' } as const;
  expect(judged({ mode: 'dry-run', prefixes })).toBe('DryRun');
  expect(judged({ mode: 'live', prefixes }, delivery({ DryRun: true }))).toBe('DryRun');
  expect(judged({ mode: 'live', prefixes }, delivery({ DryRun: false }))).toBe('may be sent');
  expect(judged({ mode: 'dry-run', prefixes: {} })).toBe('Blocked');
});

describe('NotAfter', () => {
  test.each([
    ['2027-03-01T07:59:59Z', 'Expired'],
    ['2027-03-01T08:00:00Z', 'Expired'],
    ['2027-03-01T08:00:01Z', 'may be sent'],
    ['2027-03-01T09:00:00+01:00', 'Expired'],
    ['2027-03-01T09:00:01+01:00', 'may be sent'],
    ['2027-03-01T08:59:59+01:00', 'Expired'],
  ])('%s at 08:00 UTC: %s', (NotAfter, state) => {
    expect(judged({ mode: 'live', prefixes: { '+': 'allow' } }, delivery({ NotAfter }))).toBe(state);
  });
});

test('requireKeys refuses messages without a key of their own', () => {
  const rules = { mode: 'live', prefixes: { '+': 'allow' }, requireKeys: true } as const;
  expect(judged(rules, delivery({}, true))).toBe('Invalid');
  expect(judged(rules, delivery({}, false))).toBe('may be sent');
});

describe('age counts from the source’s own time', () => {
  const aged = (ms: number, rules: Partial<Rules> = {}) =>
    judged({ mode: 'live', prefixes: { '+': 'allow' }, ...rules }, { ...delivery(), sourceTime: now - ms });
  test.each([
    ['younger than a day: it goes out', 86_399_999, {}, 'may be sent'],
    ['a day old: it is late', 86_400_000, {}, 'Expired'],
    ['a minute old, where a minute is allowed: it is late', 60_000, { maxAgeSeconds: 60 }, 'Expired'],
  ] as const)('%s', (_case, ms, rules, state) => expect(aged(ms, rules)).toBe(state));
});
