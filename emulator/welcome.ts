/** What `npm run emulator` prints when all is deployed: lines to paste. */
import type { Outputs } from './cdk.ts';
import { topicArn } from './emulation.ts';
import { awsEnvironment } from './environment.ts';

interface Parts {
  aws: string;
  inbox: string;
  outputs: Outputs;
  callerKey: string;
}

/** ministack serves a deployed HTTP API under this path as well as under its own host. */
export const emulatedSendUrl = (aws: string, { SendUrl }: Outputs): string => {
  const { hostname, pathname } = new URL(SendUrl);
  return `${aws}/_aws/execute-api/${hostname.split('.')[0]}/$default${pathname}`;
};

export const welcome = ({ aws, inbox, outputs, callerKey }: Parts): string => `
Deployed. It reaches no phone; what HotTask accepted: curl -s ${inbox}/api/messages

Send a text:

curl '${emulatedSendUrl(aws, outputs)}' \\
-X POST \\
-H 'Authorization: ${callerKey}' \\
-H 'Content-Type: application/json' \\
-d '{"SerialNumber":"3254a9d0424c4806b9ea3d0763xxxxxx","ToPhoneNumber":"+12025550123","Message":"Hello!"}'

So that AWS's own tools and npm run hottask find it, paste this into another terminal:

${Object.entries(awsEnvironment(aws))
  .map(([name, value]) => `export ${name}=${value}`)
  .join('\n')}
export LEDGER_TABLE=${outputs.LedgerTable}
export QUEUE_URL=${outputs.QueueUrl}
export PARKED_QUEUE_URL=${outputs.ParkedQueueUrl}

Then, for example:

aws --endpoint-url ${aws} lambda invoke --function-name ${outputs.SendFunctionName} \\
--cli-binary-format raw-in-base64-out --payload '{"SerialNumber":"3254a9d0424c4806b9ea3d0763xxxxxx","ToPhoneNumber":"+12025550123","Message":"Hello!","IdempotencyKey":"appt-42.confirmed"}' /dev/stdout
npm run hottask -- unknowns
npm run hottask -- parked list

Its other ways in: the queue (QUEUE_URL), the topic ${topicArn}, events of detail-type SendTwilioMessage on the default bus.
Another key, as at HotTask: curl -s -X POST ${inbox}/api/regenerate-key
then put it: aws --endpoint-url ${aws} secretsmanager put-secret-value --secret-id ${outputs.HotTaskSecretId} --secret-string …

What this shows, and what it cannot: docs/emulator.md. State is in memory. Ctrl-C ends it.
`;
