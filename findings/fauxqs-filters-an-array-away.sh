#!/usr/bin/env bash
# Good guess: a filter policy of SNS matches an array if one of its elements matches. AWS's example of filter policies
# is of this kind, for the attributes and for the body.
# In fact: fauxqs compares the array as a whole, in both scopes. It matches nothing, and the message is dropped without
# an error. moto delivers it.
# Hurts: who subscribes the queue of texts to a topic and filters by something like "channels": ["sms", "email"]: on
# the local stand-in no text goes out, and on AWS it does.
# Do: try such a policy on moto, or publish a single value to filter by.
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
cat >filter.py <<'PY'
import json, sys
from urllib.parse import urlsplit
import boto3
from moto import mock_aws

def delivered(scope, channels, endpoint):
    sns = boto3.client("sns", endpoint_url=endpoint)
    sqs = boto3.client("sqs", endpoint_url=endpoint)
    name = f"{scope}-{type(channels).__name__}"
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    if endpoint:
        queue = endpoint + urlsplit(queue).path
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=name)["TopicArn"]
    policy = json.dumps({"channels": ["sms"]})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"FilterPolicyScope": scope, "FilterPolicy": policy})
    is_array = isinstance(channels, list)
    attribute = {"DataType": "String.Array" if is_array else "String", "StringValue": json.dumps(channels) if is_array else channels}
    sns.publish(TopicArn=topic, Message=json.dumps({"channels": channels}), MessageAttributes={"channels": attribute})
    return len(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []))

def report(name, endpoint=None):
    for scope in ("MessageAttributes", "MessageBody"):
        for channels in ("sms", ["sms", "email"]):
            print(f"{name} {scope} {json.dumps(channels)}: {delivered(scope, channels, endpoint)}")

report("fauxqs", f"http://127.0.0.1:{sys.argv[1]}")
with mock_aws():
    report("moto")
PY
seen=$(python filter.py "$port")

verdict 'fauxqs 2.4.1 and moto 5.2.5: messages delivered through the policy {"channels": ["sms"]}' \
  '1, eight times' \
  "$seen" \
  'fauxqs MessageAttributes "sms": 1
fauxqs MessageAttributes ["sms", "email"]: 0
fauxqs MessageBody "sms": 1
fauxqs MessageBody ["sms", "email"]: 0
moto MessageAttributes "sms": 1
moto MessageAttributes ["sms", "email"]: 1
moto MessageBody "sms": 1
moto MessageBody ["sms", "email"]: 1'
