#!/usr/bin/env bash
# Good guess: a one-off schedule that was deleted leaves nothing behind. One that is created later under the same
# name is another schedule, and it goes off.
# In fact: ministack remembers for as long as it runs that this name has gone off. The new schedule shows as ENABLED
# and never fires. (A one-off with ActionAfterCompletion DELETE that fired is forgotten; one deleted by a call is not.)
# Hurts: who names a schedule after the reminder, so that a second visit of the same person, or a test that runs
# twice against one ministack, waits for a text that does not come.
# Do: give each revision a schedule name of its own, as this project does, or let the schedule delete itself.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_pypi ministack==1.5.33 boto3==1.43.106
port=$(free_port)
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port serve "$port" ministack
cat >again.py <<'PY'
import sys, time
from datetime import datetime, timezone
import boto3

endpoint = f"http://127.0.0.1:{sys.argv[1]}"
scheduler = boto3.client("scheduler", endpoint_url=endpoint)
sqs = boto3.client("sqs", endpoint_url=endpoint)
sqs.create_queue(QueueName="texts")
queue = f"{endpoint}/000000000000/texts"

def remind_now(name, text):
    scheduler.create_schedule(
        Name=name,
        ScheduleExpression=f"at({datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:sqs:us-east-1:000000000000:texts", "RoleArn": "arn:aws:iam::000000000000:role/role", "Input": text},
    )

def until(text):
    got, end = [], time.monotonic() + 40
    while text not in got and time.monotonic() < end:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages", []):
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            got.append(message["Body"])
    return got

remind_now("visit", "first visit")
print("arrived:", *until("first visit"))
scheduler.delete_schedule(Name="visit")
remind_now("visit", "second visit")
remind_now("another", "another name")  # created last, so the sweep that fires it has looked at the second visit
got = until("another name")
got += until("the sweep after that") if "second visit" in got else []
print("arrived:", *got)
print("second visit:", scheduler.get_schedule(Name="visit")["State"])
PY
seen=$(python again.py "$port")

verdict 'ministack 1.5.33: at() in the past, delete, at() again under the same name, and one under another name' \
  'arrived: first visit
arrived: second visit another name' \
  "$seen" \
  'arrived: first visit
arrived: another name
second visit: ENABLED'
