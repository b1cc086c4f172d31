/** What AWS's SDK throws, in one sentence with the mend. AWS's own words are left out: they hold ARNs and account numbers. */
import type { Terminal } from './command.ts';

interface Thrown {
  name?: string;
  code?: string;
  /** What was asked, where the client notes it: aws-access.ts. */
  right?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

interface Row {
  when: RegExp;
  say: string;
  /** Goes on so for a command that knows the sandbox. */
  orLocally?: string;
}

const rights = 'dynamodb:GetItem, dynamodb:UpdateItem and dynamodb:Scan on the table';
const queueRights =
  'sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on parked, sqs:SendMessage on the main queue, events:ListTargetsByRule';

/** By the error's name, or Node's code for it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const table: readonly Row[] = [
  {
    when: /^(CredentialsProviderError|TokenProviderError)$/,
    say: 'There are no AWS credentials: sign in (aws sso login, or AWS_PROFILE)',
    orLocally: ', or take --local for the sandbox',
  },
  {
    when: /^(Expired|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|InvalidClientTokenId|MissingAuthenticationToken|IncompleteSignature)/,
    say: 'AWS does not accept these credentials: sign in again',
  },
  {
    when: /^AccessDenied/,
    say: `These credentials may not do it: they need ${rights}; for what is parked ${queueRights}`,
  },
  {
    when: /QueueDoesNotExist|NonExistentQueue|InvalidAddress/,
    say: "There is no such queue: its URL is the stack's output ParkedQueueUrl, and QueueUrl for the main one",
  },
  {
    when: /^ResourceNotFound/,
    say: "There is no such table in this account and region: its name is the stack's output LedgerTable, its region goes to --region",
  },
  { when: /^ValidationException/, say: 'DynamoDB does not take the request: check --table, --pk and --after' },
  { when: /Throttl|ThroughputExceeded|RequestLimitExceeded/, say: 'AWS is asked too often just now: try again' },
  {
    when: /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError)$/,
    say: 'AWS cannot be reached: check the network and --region',
  },
];

/** By the service that was asked, for what the table above says of the ledger. */
const notThere: Record<string, string> = {
  secretsmanager: "There is no such secret any more: its ARN is the stack's output; deploy the stack again",
  lambda: 'There is no such function or mapping any more: deploy the stack again',
  dynamodb:
    "There is no such table any more: its name is the stack's output LedgerTable, that of the reminders' RemindersTable",
  scheduler: 'There is no such group of schedules any more, and what stood in it is gone: deploy the stack again',
};

const sandboxAway =
  'The sandbox does not answer: is it running (npm start)? Where it was started with PORT, give the same PORT';

const elsewhereAway =
  'What AWS_ENDPOINT_URL names does not answer: start it again (the emulator: npm run emulator), or take a terminal without AWS_ENDPOINT_URL';

const sayingOf = (right: string, name: string): string | undefined => {
  if (/^(AccessDenied|UnauthorizedOperation)/.test(name))
    return `These credentials may not do it: they need the right ${right} (infra/policies/deployer.json has all of them)`;
  return /^ResourceNotFound/.test(name) ? notThere[right.split(':')[0] as string] : undefined;
};

/** Where the command was when it was thrown. */
export interface Where {
  /** On the sandbox. */
  isLocal: boolean;
  /** Whether it can be. */
  takesLocal: boolean;
  /** In which AWS_ENDPOINT_URL may lead to another AWS, such as the emulator. */
  env: Terminal['env'];
}

/** Undefined for what is not AWS's: a bug of ours, which keeps its stack. */
export const inOneLine = (error: unknown, { isLocal, takesLocal, env }: Where): string | undefined => {
  const { name = '', code = '', message = '', right, $metadata } = error as Thrown;
  const row = table.find(({ when }) => when.test(name) || when.test(code));
  if (row?.when.test('ECONNREFUSED') && isLocal) return `${sandboxAway} (${code || name})`;
  if (row?.when.test('ECONNREFUSED') && env.AWS_ENDPOINT_URL) return `${elsewhereAway} (${code || name})`;
  const asked = right && sayingOf(right, name);
  if (asked) return `${asked} (${name})`;
  if (row) return `${row.say}${(takesLocal && row.orLocally) || ''} (${code || name})`;
  if (message === 'Region is missing') return "Name the stack's region: --region, or AWS_REGION";
  return $metadata ? `AWS could not do it (${/^\w{1,80}$/.exec(name)?.[0] ?? 'unknown error'}): try again` : undefined;
};
