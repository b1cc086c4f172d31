#!/usr/bin/env bash
# Good guess: a PutSecretValue that is sent again with the same ClientRequestToken and value changes nothing. AWS
# documents it as idempotent, and the SDK repeats a call with the same token when the answer was lost.
# In fact: ministack takes the repeat for another rotation, of the version to itself. AWSPREVIOUS is gone, and so is
# the value that it was on.
# Hurts: who keeps the previous key through a rotation, to go on with it or to roll back to it: after one lost answer
# there is no previous key.
# Do: do not test a rollback of the key, or retries of the put, on ministack; moto 5.2.5 does this as documented.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_pypi ministack==1.5.33 boto3==1.43.106
port=$(free_port)
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port serve "$port" ministack
cat >repeat.py <<'PY'
import sys
import boto3

secrets = boto3.client("secretsmanager", endpoint_url=f"http://127.0.0.1:{sys.argv[1]}")

def previous():
    try:
        return secrets.get_secret_value(SecretId="key", VersionStage="AWSPREVIOUS")["SecretString"]
    except secrets.exceptions.ResourceNotFoundException:
        return "not there"

secrets.create_secret(Name="key", SecretString="old key")
for times in ("once", "twice"):
    secrets.put_secret_value(SecretId="key", SecretString="new key", ClientRequestToken="22222222-2222-2222-2222-222222222222")
    print(f"put {times}: AWSPREVIOUS is {previous()}")
PY
seen=$(python repeat.py "$port")

verdict 'ministack 1.5.33: PutSecretValue, twice with one ClientRequestToken and one value' \
  'put once: AWSPREVIOUS is old key
put twice: AWSPREVIOUS is old key' \
  "$seen" \
  'put once: AWSPREVIOUS is old key
put twice: AWSPREVIOUS is not there'
