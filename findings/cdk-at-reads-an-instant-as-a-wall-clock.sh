#!/usr/bin/env bash
# Good guess: a JavaScript Date is an instant, so `ScheduleExpression.at(date, zone)` goes off at that instant and
# the zone only says how it is written.
# In fact: CDK takes the UTC digits of the Date and lets Scheduler read them as the clock on the wall in that zone.
# 14:00Z with New York becomes 14:00 in New York, which is 19:00Z. The host's TZ plays no part.
# Hurts: who declares a one-off reminder and knows its instant. The text goes out as many hours away as the zone is
# from UTC, and neither synth nor deploy says a word.
# Do: leave the zone out when you have an instant. With a zone, write the expression as text: at(2027-01-15T09:00:00).
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_npm aws-cdk-lib@2.276.0 constructs@10.8.1
cat >at.cjs <<'JS'
const { App, Stack, TimeZone } = require('aws-cdk-lib');
const { Schedule, ScheduleExpression } = require('aws-cdk-lib/aws-scheduler');
const { Template } = require('aws-cdk-lib/assertions');

const stack = new Stack(new App(), 'Stack');
const target = { bind: () => ({ arn: 'arn:aws:sqs:us-east-1:000000000000:queue', role: { roleArn: 'arn:aws:iam::000000000000:role/role' } }) };
const nineInNewYork = new Date('2027-01-15T14:00:00Z');
new Schedule(stack, 'Reminder', { schedule: ScheduleExpression.at(nineInNewYork, TimeZone.AMERICA_NEW_YORK), target });
for (const { Properties } of Object.values(Template.fromStack(stack).findResources('AWS::Scheduler::Schedule')))
  console.log(process.env.TZ, Properties.ScheduleExpression, Properties.ScheduleExpressionTimezone);
JS
seen=$(for zone in UTC Europe/Berlin America/New_York; do TZ=$zone node at.cjs; done)

verdict 'aws-cdk-lib 2.276.0: at(2027-01-15T14:00:00Z, America/New_York), on hosts in three zones' \
  'at(2027-01-15T09:00:00) America/New_York: nine in the morning there is 14:00Z' \
  "$seen" \
  'UTC at(2027-01-15T14:00:00) America/New_York
Europe/Berlin at(2027-01-15T14:00:00) America/New_York
America/New_York at(2027-01-15T14:00:00) America/New_York'
