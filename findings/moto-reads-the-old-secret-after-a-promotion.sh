#!/usr/bin/env bash
# Good guess: after UpdateSecretVersionStage moves AWSCURRENT to the pending version, GetSecretValue without a stage
# returns that version. AWS documents AWSCURRENT as its default.
# In fact: in moto DescribeSecret says that the new version is AWSCURRENT, and GetSecretValue without a stage goes on
# returning the old value.
# Hurts: who tests the rotation of a key with AWS's four steps (create, set, test, finish). The sender goes on with
# the old key, so a correct reader looks as if it never saw the rotation.
# Do: in tests against moto read with VersionId, or rotate by PutSecretValue; in the product keep the default.
set -euo pipefail
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/in-temp-folder.bash"

from_pypi moto==5.2.5 boto3==1.43.106
cat >promote.py <<'PY'
import boto3
from moto import mock_aws

with mock_aws():
    secrets = boto3.client("secretsmanager")
    old = secrets.create_secret(Name="key", SecretString="old key")["VersionId"]
    new = secrets.put_secret_value(SecretId="key", SecretString="new key", VersionStages=["AWSPENDING"])["VersionId"]
    secrets.update_secret_version_stage(SecretId="key", VersionStage="AWSCURRENT", MoveToVersionId=new, RemoveFromVersionId=old)

    stages = secrets.describe_secret(SecretId="key")["VersionIdsToStages"]
    print("AWSCURRENT is on:", *("new key" if version == new else "old key" for version in stages if "AWSCURRENT" in stages[version]))
    print("without a stage:", secrets.get_secret_value(SecretId="key")["SecretString"])
    print("by VersionId:", secrets.get_secret_value(SecretId="key", VersionId=new)["SecretString"])
PY
seen=$(python promote.py)

verdict 'moto 5.2.5: GetSecretValue after UpdateSecretVersionStage' \
  'AWSCURRENT is on: new key
without a stage: new key
by VersionId: new key' \
  "$seen" \
  'AWSCURRENT is on: new key
without a stage: old key
by VersionId: new key'
