#!/usr/bin/env bash
# Good guess: for `30 2 * * *` on the day when 02:00 to 03:00 does not exist, cron readers agree: all skip the day, or
# all run at the same later minute. AWS's documentation of Scheduler says that it skips.
# In fact: for `30 2 * * *` there are three answers: AWS skips, croner runs at 03:00, cron-parser at 03:30. For
# `*/20 2 * * *` croner skips the day, as AWS does, and cron-parser runs three times.
# Hurts: who previews or simulates a schedule with one of them: it shows a text that AWS does not send that day.
# Do: convert each wall-clock time yourself, drop one that does not exist, and take a reader for the pattern alone.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_npm croner@11.0.0 cron-parser@5.10.6
cat >gap.cjs <<'JS'
const { Cron } = require('croner');
const { CronExpressionParser } = require('cron-parser');

const berlin = (date) => date.toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
const [midnight, nextMidnight] = [new Date('2027-03-28T00:00+01:00'), new Date('2027-03-29T00:00+02:00')];
const readers = {
  croner: (expression) => new Cron(expression, { timezone: 'Europe/Berlin' }).nextRuns(9, midnight),
  'cron-parser': (expression) => CronExpressionParser.parse(expression, { tz: 'Europe/Berlin', currentDate: midnight }).take(9).map((next) => next.toDate()),
};
for (const expression of ['30 2 * * *', '*/20 2 * * *'])
  for (const [name, next] of Object.entries(readers)) {
    const times = next(expression).filter((date) => date < nextMidnight).map(berlin);
    console.log(`${expression} ${name}: ${times.join(' ') || 'skipped'}`);
  }
JS
seen=$(node gap.cjs)

verdict 'croner 11.0.0 and cron-parser 5.10.6, Berlin, 2027-03-28' \
  'skipped, four times' \
  "$seen" \
  '30 2 * * * croner: 03:00
30 2 * * * cron-parser: 03:30
*/20 2 * * * croner: skipped
*/20 2 * * * cron-parser: 03:00 03:20 03:40'
