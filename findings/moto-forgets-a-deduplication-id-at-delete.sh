#!/usr/bin/env bash
# Good guess: a FIFO queue takes a second message with the same MessageDeduplicationId within five minutes and does
# not deliver it. AWS documents that this holds after the first one was received and deleted, too.
# In fact: moto forgets the id when the message is deleted, and delivers the second one. fauxqs does as AWS documents.
# Hurts: who relies on the queue so that a repeated event becomes one text: a fast consumer gets two on moto. A test
# of the opposite kind, that waits for the second message, passes on moto and waits in vain on AWS.
# Do: deduplicate by a ledger of your own, as this project does, and test FIFO queues on fauxqs.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_pypi moto==5.2.5 boto3==1.43.106
from_npm node@24.21.0 fauxqs@2.4.1
port=$(free_port)
cat >fauxqs.mjs <<'JS'
import { createServer } from 'node:http';
import { buildApp } from 'fauxqs';

const app = buildApp({ logger: false });
await app.ready();
createServer((request, response) => app.routing(request, response)).listen(Number(process.argv[2]), '127.0.0.1');
JS
serve "$port" node fauxqs.mjs "$port"
cat >twice.py <<'PY'
import sys
from urllib.parse import urlsplit
import boto3
from moto import mock_aws

def received(endpoint=None):
    sqs = boto3.client("sqs", endpoint_url=endpoint)
    queue = sqs.create_queue(QueueName="texts.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    if endpoint:
        queue = endpoint + urlsplit(queue).path
    count = 0
    for _ in range(2):
        sqs.send_message(QueueUrl=queue, MessageBody="Your visit is at 9", MessageGroupId="visits", MessageDeduplicationId="visit-1")
        for message in sqs.receive_message(QueueUrl=queue).get("Messages", []):
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            count += 1
    return count

print("fauxqs delivers:", received(f"http://127.0.0.1:{sys.argv[1]}"))
with mock_aws():
    print("moto delivers:", received())
PY
seen=$(python twice.py "$port")

verdict 'moto 5.2.5 and fauxqs 2.4.1: send, receive, delete, then the same MessageDeduplicationId at once' \
  'fauxqs delivers: 1
moto delivers: 1' \
  "$seen" \
  'fauxqs delivers: 1
moto delivers: 2'
