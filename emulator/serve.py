"""Starts ministack, amended where it could not run as it is what is deployed to AWS as it is.

Each amendment fails by name where another version of ministack no longer holds what it amends. SIGUSR1 switches the check
of rights on, SIGUSR2 off: the roles of `cdk bootstrap` do not pass it here. Ends with whoever holds its standard input.
"""

import os
import re
import signal
import sys
import threading

from ministack import app
from ministack.core import lambda_runtime
from ministack.services.cloudformation import provisioners, stacks


def not_shown(what):
    print(f"not shown here: {what}", flush=True)


def amended(script, old, new):
    if script.count(old) != 1:
        raise SystemExit(f"emulator/serve.py does not fit this ministack, which has not once: {old}")
    return script.replace(old, new)


# AWS's own runtime finds the handler in a .cjs as well.
script = amended(
    lambda_runtime._NODEJS_WORKER_SCRIPT,
    "resolvedPath = require.resolve(fullPath);",
    'resolvedPath = require.resolve(require("fs").existsSync(fullPath + ".cjs") ? fullPath + ".cjs" : fullPath);',
)
# It makes plain HTTP of TLS to this machine, for the answers of custom resources. HotTask's stand-in speaks TLS.
lambda_runtime._NODEJS_WORKER_SCRIPT = amended(
    script,
    'if (host === "127.0.0.1" || host === "localhost" || host === msHost\n'
    "        || (advertised && host === advertised)) {",
    "if (false) {",
)

record_of = provisioners._cw_metric_alarm_record


def on_first_metric(name, props):
    """It refuses an alarm that computes with several metrics, and the whole stack with it."""
    queries = props.get("Metrics")
    if not queries:
        return record_of(name, props)
    not_shown(f"when {name} rings. It computes with several metrics, and stands here on the first of them")
    first = next(query["MetricStat"] for query in queries if "MetricStat" in query)
    rest = {key: value for key, value in props.items() if key != "Metrics"}
    return record_of(name, {**rest, **first["Metric"], "Statistic": first["Stat"], "Period": first["Period"]})


provisioners._cw_metric_alarm_record = on_first_metric

secret = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
create, update, delete = secret["create"], secret["update"], secret["delete"]


def name_of(arn):
    return arn.split(":secret:")[1].rsplit("-", 1)[0]


def create_secret(*args):
    """On AWS a Ref to a secret is its ARN, and a role's rights are written with it."""
    _, attributes = create(*args)
    return attributes["Arn"], attributes


def update_secret(arn, *args):
    _, attributes = update(name_of(arn), *args)
    return attributes["Arn"], attributes


secret.update(create=create_secret, update=update_secret, delete=lambda arn, props: delete(name_of(arn), props))


resolve_outputs = stacks._resolve_stack_outputs
deployed_api = re.compile(r"^https://(\w+)\.execute-api\.[\w-]+\.amazonaws\.com(?=/)")
served_here = rf"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/_aws/execute-api/\1/$default"


def reachable_outputs(*args):
    """An output that tells AWS's address of the API would lead out of this machine; here it tells where the API answers."""
    outputs, exports = resolve_outputs(*args)
    for output in outputs:
        output["OutputValue"] = deployed_api.sub(served_here, output["OutputValue"])
    return outputs, exports


stacks._resolve_stack_outputs = reachable_outputs


function = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
make_function, change_function = function["create"], function["update"]


def with_stand_in(props):
    """A stage that names no hottaskUrl would reach HotTask itself, and with a true key a phone; here it reaches the stand-in."""
    variables = props.get("Environment", {}).get("Variables", {})
    if "HOTTASK_SECRET_ID" not in variables or "HOTTASK_URL" in variables:
        return props
    return {**props, "Environment": {"Variables": {**variables, "HOTTASK_URL": os.environ["HOTTASK_URL"]}}}


function.update(
    create=lambda logical_id, props, *rest: make_function(logical_id, with_stand_in(props), *rest),
    update=lambda arn, old, new, *rest, **named: change_function(arn, old, with_stand_in(new), *rest, **named),
)


def save_query(logical_id, props, _):
    """It knows no saved queries, and refuses the whole stack with them. They are only kept, and nothing else needs them."""
    not_shown(f"the saved query {props['Name']}")
    return logical_id, {}


if "AWS::Logs::QueryDefinition" in provisioners._RESOURCE_HANDLERS:
    raise SystemExit("emulator/serve.py does not fit this ministack, which knows saved queries by itself")
provisioners._RESOURCE_HANDLERS["AWS::Logs::QueryDefinition"] = {
    "create": save_query,
    "update": lambda physical_id, *_: (physical_id, {}),
    "delete": lambda *_: None,
}


def check_rights(number, _):
    app.AUTH = number == signal.SIGUSR1
    # Not here: what the signal interrupts may hold a lock that this needs.
    threading.Thread(target=begin_anew).start()


def begin_anew():
    """A function that runs has the credentials that it was started with: without the check these are the account's own."""
    lambda_runtime.reset()
    print(f"rights are {'' if app.AUTH else 'not '}checked", flush=True)


def end_with_standard_input():
    sys.stdin.read()
    os.killpg(0, signal.SIGTERM)


signal.signal(signal.SIGUSR1, check_rights)
signal.signal(signal.SIGUSR2, check_rights)
threading.Thread(target=end_with_standard_input, daemon=True).start()
app.main()
