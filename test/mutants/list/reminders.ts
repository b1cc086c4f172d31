/** A caller's reminder: the conditions of its writes, and the steps of who changes it and what fires. That it must be Active to be taken is a second line: a cancel makes a revision of its own. */
import { late, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

const cancelled = 'the recipient gets a text although its cancel was acknowledged';
const moved = 'the recipient gets a text at the old time, although it was moved';
const none = 'the recipient gets no text of a reminder that stands';
const untrue = 'the caller hears that nothing was changed, and it was';

export const reminders = [
  ...mutantsOf(
    'lambda/reminders/writes.ts',
    ['reminder-model'],
    [
      [
        'what another revision fires is taken',
        moved,
        { find: "is('revision', revision), is('nonce', nonce), ", put: '' },
      ],
      [
        'a change does not look for a firing',
        cancelled,
        {
          find: "seen?.firingUntil === undefined ? { isAbsent: 'firingUntil' } : is('firingUntil', seen.firingUntil);",
          put: 'asSeen(seen)[0] as Clause<Attribute>;',
        },
      ],
      [
        'a change does not look at the revision that it saw',
        cancelled,
        { find: "seen ? [is('revision', seen.revision), is('nonce', seen.nonce)] :", put: 'seen ? [] :' },
      ],
      [
        'a firing that is delivered again cannot take its own',
        none,
        { find: "      [...mine, { name: 'firingUntil', isBelow: firingUntil }],\n", put: '' },
      ],
      ['a move keeps the nonce of another', none, { find: '  nonce,\n  changedAt: now,', put: '  changedAt: now,' }],
    ],
  ),
  ...mutantsOf(
    'lambda/reminders/protocol.ts',
    ['reminder-model'],
    [
      [
        'a move waits for no text that may be going out',
        moved,
        { find: "    if (!isOver) return { problem: 'going out' };\n", put: '' },
      ],
      [
        'what is cancelled already is acknowledged without a write',
        cancelled,
        {
          find: '    if (seen.nonce === change.nonce)',
          put: "    if (seen.state === 'Cancelled') return { reminder: seen };\n    if (seen.nonce === change.nonce)",
        },
      ],
      [
        'a cancel without an answer is acknowledged',
        cancelled,
        {
          find: "if (written === 'lost') return { problem: 'unknown' };",
          put: "if (written === 'lost') return 'mine';",
        },
      ],
      [
        'a move that failed drops the schedule that stands',
        none,
        {
          find: "if (standing.problem !== 'unknown') yield { drop: mine };",
          put: 'if (seen) yield { drop: revisionOf(seen) };',
        },
      ],
      [
        'a move without an answer drops its own schedule',
        none,
        { find: "if (standing.problem !== 'unknown') yield { drop: mine };", put: 'yield { drop: mine };' },
      ],
      [
        'a schedule that was not made is taken for made',
        none,
        { find: "if (created === 'refused' || created === 'lost') {", put: "if (created === 'refused') {" },
      ],
      [
        'a firing without its commit is an old one',
        none,
        {
          find: "item.revision < firing.revision) return 'not yet'",
          put: "item.revision < firing.revision) return 'moved'",
        },
      ],
      [
        'a write that may be on its way is called undone',
        untrue,
        {
          find: "if (written === 'lost') return { problem: 'unknown' };",
          put: "if (written === 'lost') return { problem: 'changed meanwhile' };",
        },
      ],
      [
        'what could not be taken is sent all the same',
        cancelled,
        {
          find: "if (item.state === 'Cancelled') return 'cancelled';",
          put: "if (item.state === 'Cancelled') return 'mine';",
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/reminders/moving.ts',
    ['reminder-model'],
    [
      [
        'a PATCH waits for no text that may be going out',
        moved,
        {
          find: "    case 'InProgress':\n      return { problem: 'going out' };\n",
          put: "    case 'InProgress':\n      return undefined;\n",
        },
      ],
      [
        'a PATCH takes the text of a revision that was replaced since',
        'the recipient gets the text that the caller has replaced',
        {
          find: '  return yield* replacing(change, { seen, when,',
          put: "  const again = yield* read(change);\n  const later = again === 'unreadable' ? seen : (again.reminder as Reminder);\n  return yield* replacing(change, { seen: later, when,",
        },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/reminders/schedule.ts',
    ['reminders-move-races'],
    [
      [
        'a PATCH takes the text of whatever schedule it finds',
        'the recipient gets the text of another reminder',
        { find: ' && Caller === caller && Key === key && Revision === revision && Nonce === nonce', put: '' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/deliver.ts',
    ['reminder-model', 'firing', 'reminders-in-every-order'],
    [
      [
        'what fires takes nothing',
        cancelled,
        {
          find: "delivery.firing ? await reminders.take(delivery.firing, delivery.requestId, deadlines) : 'mine'",
          put: "'mine' as Awaited<ReturnType<Reminders['take']>>",
        },
      ],
      [
        'the text of another revision is a key that was used for another message',
        'a person is told to send what the caller has replaced',
        { find: "delivery.firing && known.outcome.state === 'KeyReused'", put: 'false' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/reminders/reminder.ts',
    ['firing', 'reminder-envelope'],
    [
      [
        'each firing of a reminder is a text of its own',
        twice,
        { find: "caller ?? ''", put: 'caller && Math.random()' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/rules.ts',
    ['firing'],
    [
      [
        'a reminder may be as late as any message',
        late,
        {
          find: 'Math.min(longestLateBySeconds(maxAgeSeconds), lateBySeconds)',
          put: 'maxAgeSeconds',
        },
      ],
    ],
  ),
];
