#!/usr/bin/env bash
# Good guess: a filter policy means the same for FilterPolicyScope MessageBody as for MessageAttributes. Where the
# message holds an array, one element that matches is enough; AWS's example of filter policies is of this kind.
# In fact: fauxqs does so for an attribute of type String.Array. For an array in the body it matches no element, and
# the message is dropped without an error. (moto 5.2.5 and ministack 1.5.33 deliver it.)
# Hurts: who subscribes the queue of texts to a topic and filters by the body, such as "channels": ["sms", "email"]:
# on the local stand-in no text goes out, and on AWS it does.
# Do: try such a policy on another stand-in, or filter by an attribute.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_pypi boto3==1.43.106
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

endpoint = f"http://127.0.0.1:{sys.argv[1]}"
sns = boto3.client("sns", endpoint_url=endpoint)
sqs = boto3.client("sqs", endpoint_url=endpoint)

def delivered(scope, channels):
    name = f"{scope}-{type(channels).__name__}"
    queue = endpoint + urlsplit(sqs.create_queue(QueueName=name)["QueueUrl"]).path
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=name)["TopicArn"]
    policy = json.dumps({"channels": ["sms"]})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"FilterPolicyScope": scope, "FilterPolicy": policy})
    attribute = {"DataType": "String.Array", "StringValue": json.dumps(channels)} if isinstance(channels, list) else {"DataType": "String", "StringValue": channels}
    sns.publish(TopicArn=topic, Message=json.dumps({"channels": channels}), MessageAttributes={"channels": attribute})
    return len(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []))

for scope in ("MessageAttributes", "MessageBody"):
    for channels in ("sms", ["sms", "email"]):
        print(f"{scope} {json.dumps(channels)}: {delivered(scope, channels)}")
PY
seen=$(python filter.py "$port")

verdict 'fauxqs 2.4.1: messages delivered through the policy {"channels": ["sms"]}' \
  'MessageAttributes "sms": 1
MessageAttributes ["sms", "email"]: 1
MessageBody "sms": 1
MessageBody ["sms", "email"]: 1' \
  "$seen" \
  'MessageAttributes "sms": 1
MessageAttributes ["sms", "email"]: 1
MessageBody "sms": 1
MessageBody ["sms", "email"]: 0'
