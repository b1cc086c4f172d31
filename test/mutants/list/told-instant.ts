/** The instant that a reminder's caller was told: whoever goes by another one must be noticed, by what the recipient gets. */
import { late, twice } from '../harms.ts';
import { mutantsOf } from '../mutant.ts';

const early = 'the recipient gets the text an hour before the time that was asked for';
const denied =
  'the recipient gets a text of which the caller is told that it was not sent, and is texted by hand once more';
const never = 'the recipient gets no text of a reminder that was fired too early';

export const toldInstants = [
  ...mutantsOf(
    'lambda/envelopes/reminder.ts',
    ['told-instant', 'reminder-model'],
    [
      [
        'Scheduler’s word is believed',
        denied,
        { find: 'instantOf(DueAt === undefined ? ScheduledAt : DueAt)', put: 'instantOf(ScheduledAt)' },
        ['reminder-model'],
      ],
      ['what fires has no told instant', denied, { find: '{ ...firing, dueAt }', put: 'firing' }, ['reminder-model']],
    ],
  ),
  ...mutantsOf(
    'lambda/deliver.ts',
    ['told-instant', 'reminder-model'],
    [['what fires too early is sent at once', early, { find: 'now < firing.dueAt - clockSkewMs', put: 'false' }]],
  ),
  ...mutantsOf(
    'lambda/reminders/writes.ts',
    ['told-instant'],
    [
      [
        'an instant that was edited in the schedule is believed',
        denied,
        { find: 'if (dueAt !== undefined) mine', put: 'if (false) mine' },
      ],
    ],
  ),
  ...mutantsOf(
    'lambda/as-told.ts',
    ['told-instant'],
    [
      [
        'of what 0.6.0 set, Scheduler’s word is believed',
        denied,
        { find: 'if (!firing || firing.dueAt !== undefined)', put: 'if (true || !firing)' },
      ],
      [
        'what 0.6.0 sent under Scheduler’s instant is sent again',
        twice,
        { find: 'if (hasFired && key !== delivery.key)', put: 'if (false && hasFired)' },
      ],
      ['of what 0.6.0 set, the lateness goes by Scheduler’s word', late, { find: 'sourceTime: dueAt, ', put: '' }],
    ],
  ),
  ...mutantsOf(
    'lambda/envelopes/open.ts',
    ['told-instant'],
    [
      [
        'what was fired early is late before its time',
        never,
        { find: 'unwrapped.firing?.dueAt ?? arrived.sourceTime', put: 'arrived.sourceTime' },
      ],
    ],
  ),
];
