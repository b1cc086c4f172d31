/** Reminders from the command line: what it says has been done is done, and no number, text or key of a caller is shown. */
import { describe, expect, test } from 'vitest';
import { inCommandWords } from '../cli/api-words.ts';
import { startAws } from './aws/stand-in.ts';
import { canary } from './canary.ts';
import { message } from './function.ts';
import { hottask } from './hottask-command.ts';
import { sharedSandbox } from './sandbox-process.ts';
import { dayIn, remindersOf } from './sandbox-reminders.ts';

// Three ports in a row, as a person starts it, since a command finds the others by the first. Below those that other tests take.
const PORT = String(8_000 + ((process.pid * 3) % 10_000));
const sandbox = await sharedSandbox({ PORT });
const { get, put, jump } = remindersOf(sandbox);
const day = dayIn('Europe/Berlin', 30);
const wanted = (key: string, at = `${day}T09:00`) => [
  ...['set', key, '--at', at, '--time-zone', 'Europe/Berlin', '--serial-number', message.SerialNumber],
  ...['--to', canary.number],
];
const local = (args: string[], input?: string) => hottask(['remind', ...args, '--local'], { PORT }, input);

test('it is set, moved, shown and cancelled on the deployed route, by the key of a caller', async () => {
  const aws = await startAws(sandbox);
  const env = { ...aws.env, HOTTASK_CALLER_KEY: 'sandbox-key' };
  const set = await hottask(['remind', ...wanted('appt-42'), '--message', canary.text, '--late-by', '600'], env);
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(set.out).toMatch(
    new RegExp(`^appt-42 is set: it goes out ${day}T09:00:00 in Europe/Berlin, which is 20\\S+Z\\.\n$`),
  );
  const moved = await hottask(['remind', ...wanted('appt-42', `${day}T10:30`), '--message', canary.text], env);
  expect(moved.out).toMatch(new RegExp(`^appt-42 is moved: it goes out ${day}T10:30:00 in Europe/Berlin`));
  const to = ['--at', `${day}T11:30`, '--time-zone', 'Europe/London', '--late-by', '900'];
  const kept = await hottask(['remind', 'move', 'appt-42', ...to], env);
  expect(kept).toMatchObject({ code: 0, err: '' });
  expect(kept.out).toMatch(
    new RegExp(`^appt-42 is moved: it goes out ${day}T11:30:00 in Europe/London, which is 20\\S+Z\\.\n$`),
  );
  const shown = await hottask(['remind', 'show', 'appt-42'], env);
  expect(shown.out).toMatch(
    /^appt-42\n {2}state {6}Scheduled\n {2}set for {4}20[\s\S]*\n {2}late by {4}900 s at most\n/,
  );
  const cancelled = await hottask(['remind', 'cancel', 'appt-42'], env);
  expect(cancelled).toMatchObject({ code: 0, out: 'appt-42 is cancelled: nothing goes out.\n' });
  expect((await get('appt-42')).body).toMatchObject({ State: 'Cancelled', Revision: 4 });
  expect(new Set(aws.calls)).toEqual(new Set(['cloudformation:DescribeStacks']));
});

test('the text may come by a pipe', async () => {
  const { code, out } = await local([...wanted('piped'), '--message', '-', '--json'], 'Two\nlines\n');
  expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ Key: 'piped', State: 'Scheduled' })]);
});

test('--dry-run makes nothing', async () => {
  const { code, out } = await local([...wanted('dry'), '--message', 'x', '--dry-run']);
  expect([code, out]).toEqual([0, 'dry would be set: nothing is wrong, and nothing was made.\n']);
  expect((await get('dry')).status).toBe(404);
});

describe('list', () => {
  test('shows them by key where that is asked for, says how to go on, and all of them with its progress', async () => {
    for (let i = 0; i < 120; i += 1) await put(`list-${String(i).padStart(3, '0')}`, { At: `${day}T09:00` });
    const scheduled = ['list', '--sort', 'key', '--state', 'Scheduled'];
    const first = JSON.parse((await local([...scheduled, '--limit', '105', '--json'])).out);
    expect(first.Reminders).toHaveLength(105);
    const rest = JSON.parse((await local([...scheduled, '--next', first.Next, '--json'])).out);
    const keys = [...first.Reminders, ...rest.Reminders].map(({ Key }) => Key);
    expect(keys).toEqual([...new Set(keys)].sort());
    const all = await local(['list', '--all', '--progress']);
    expect(all.out).toMatch(/^Reminders: 1\d\d\.\n\n/);
    expect(all.out).toMatch(
      new RegExp(`\nlist-000 {2}Scheduled\n {2}${day}T09:00:00 in Europe/Berlin, which is \\S+Z\n`),
    );
    expect(all.err).toMatch(/^100 found\n1\d\d found\n$/);
    expect((await local(['list', '--limit', '1'])).out).toMatch(
      /There are more: --next \S+ goes on, --all shows all\.\n$/,
    );
  });

  test('shows first what goes out next', async () => {
    await put('z-soonest', { At: `${day}T08:00` });
    await put('a-latest', { At: `${day}T23:00` });
    const told = async (...args: string[]) => {
      const { Reminders, Next } = JSON.parse((await local(['list', '--state', 'Scheduled', '--json', ...args])).out);
      return { keys: Reminders.map(({ Key }: { Key: string }) => Key) as string[], Next };
    };
    expect((await told('--all')).keys.at(-1)).toBe('a-latest');
    const first = await told('--limit', '1');
    expect(first.keys).toEqual(['z-soonest']);
    expect((await told('--sort', 'due', '--limit', '1')).keys).toEqual(['z-soonest']);
    expect((await told('--limit', '1', '--next', first.Next)).keys).not.toEqual(['z-soonest']);
    const { code, err } = await local(['list', '--sort', 'key', '--next', first.Next]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^Invalid: Next is of .*: ask with --sort due, or .*\(400\)\n$/),
    ]);
  });

  test('a place to go on from that nobody gave is refused', async () => {
    const { code, err } = await local(['list', '--next', 'abc']);
    expect([code, err]).toEqual([1, expect.stringMatching(/^Invalid: Next .*\(400\)\n$/)]);
  });
});

describe('what cannot be done ends with 1, and says why', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a time that is past',
      [...wanted('past', '2020-01-01T09:00'), '--message', 'x'],
      /^Invalid: --at: At has passed in Europe/,
    ],
    [
      'a chatbot that is none, by the name of its option',
      ['set', 'none', ...wanted('x').slice(2, -4), '--serial-number', '', '--to', canary.number, '--message', 'x'],
      /^Invalid: --serial-number: Message\.SerialNumber must /,
    ],
    [
      'a key that nothing stands under',
      ['show', 'nothing-here'],
      /^The caller has no .*: see remind list; .*\(404\)\n$/,
    ],
    [
      'a move of what never was',
      ['move', 'nothing-here', '--late-by', '600'],
      /^The caller has no .*: see remind list/,
    ],
    [
      'a move to a time that is none, by the name of its option',
      ['move', 'piped', '--at', 'soon'],
      /^Invalid: --at: At must be/,
    ],
    ['a cancel of what never was', ['cancel', 'nothing-here'], /^The caller has no .*: see remind list; .*\(404\)\n$/],
  ])('%s', async (_case, args, says) => {
    const { code, out, err } = await local(args);
    expect([code, out, err]).toEqual([1, '', expect.stringMatching(says)]);
  });

  test('a caller’s key that is not known', async () => {
    const aws = await startAws(sandbox);
    const { code, err } = await hottask(['remind', 'list'], { ...aws.env, HOTTASK_CALLER_KEY: 'a-wrong-one' });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^Unauthorized: .*as caller add showed it; a new one may take 30 seconds \(401\)\n$/),
    ]);
  });

  test('no sandbox', async () => {
    const { code, err } = await hottask(['remind', 'list', '--local'], { PORT: '65000' });
    expect([code, err]).toEqual([1, expect.stringMatching(/^The sandbox does not answer: is it running/)]);
  });
});

test('what was cancelled cannot be moved, and is set anew by a command', async () => {
  await local([...wanted('over'), '--message', 'x']);
  await local(['cancel', 'over']);
  const { code, err } = await local(['move', 'over', '--at', `${day}T10:00`]);
  expect([code, err]).toEqual([
    1,
    'Cancelled: State says what became of it, so nothing is left to move: set it by remind set. (409)\n',
  ]);
});

test('sentences of the API that name methods and fields name commands and options', () => {
  const said = 'The reminder is going out at this moment: GET it to see what became of it.';
  expect(inCommandWords(said)).toBe(said.replace('GET it', 'look at it by remind show'));
  const options = { At: '--at', Message: '--message' };
  expect(
    inCommandWords('At is required: x. Message.Message must be y. Message.NotAfter must be z. At least one', options),
  ).toBe(
    '--at: At is required: x. --message: Message.Message must be y. --not-after: Message.NotAfter must be z. At least one',
  );
});

test.each<[string[], RegExp]>([
  [['set'], /^Name the reminder by its key/],
  [['set', 'a b', '--local'], /^KEY must be 1 to 128 letters/],
  [['cancel', '..', '--local'], /^KEY must be .*, and not \. or \.\. alone: appt-42\.24h/],
  [['set', 'appt-42', '--at', '2027-03-01T09:00'], /^Say when, where, to whom and what/],
  [[...wanted('appt-42'), '--message', 'x', '--late-by', 'ten'], /^--late-by must be whole seconds/],
  [['move'], /^Name the reminder by its key/],
  [['move', 'appt-42', '--local'], /^Say what is to change: one or more of --at TIME, --time-zone ZONE, --late-by/],
  [['move', 'appt-42', '--late-by', 'ten'], /^--late-by must be whole seconds/],
  [['move', 'appt-42', '--message', 'x'], /^There is no such option/],
  [['list', '--state', 'Gone'], /^--state must be one of Scheduled, /],
  [['list', '--limit', '0'], /^--limit must be/],
  [['list', '--sort', 'time'], /^--sort must be one of due, key/],
  [['list', '--sort', 'toString'], /^--sort must be one of due, key/],
  [['list', '--all', '--limit', '5'], /^--all shows all of them/],
  [['cancel'], /^Name the reminder by its key/],
  [['show', 'appt-42', '--local', '--stage', 'staging'], /^--local has reminders of its own/],
  [['show', 'appt-42'], /^Put the key of a caller into HOTTASK_CALLER_KEY/],
  [['list', '--help-me'], /^There is no such option/],
])('remind %j is wrong usage, and repeats nothing of it', async (args, says) => {
  const { code, out, err } = await hottask(['remind', ...args]);
  expect([code, out, err]).toEqual([2, '', expect.stringMatching(says)]);
});

// Last: it moves the clock past the day of all the others.
test('once it has fired, the line that shows what became of its text can be pasted', async () => {
  await local([...wanted('fired'), '--message', 'x']);
  await jump({ To: `${day}T12:00:00Z` });
  const { out } = await local(['show', 'fired']);
  const [, line = ''] = /its text {3}(show .*)/.exec(out) ?? [];
  const shown = await hottask(line.split(' '), { PORT });
  expect([shown.code, shown.out]).toEqual([0, expect.stringMatching(/Sent/)]);
});
