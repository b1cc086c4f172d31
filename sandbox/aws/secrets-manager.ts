/** Secrets Manager in memory, as far as keys are read and rotated: https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';

interface Version {
  VersionId: string;
  SecretString?: string;
  SecretBinary?: string;
  CreatedDate: number;
}

interface Secret {
  Name: string;
  ARN: string;
  Description?: string;
  CreatedDate: number;
  versions: Version[];
  /** Stage → VersionId. */
  stages: Map<string, string>;
}

type Input = Record<string, unknown>;
export interface SecretsManager {
  answer: (operation: string, input: Input) => unknown;
  /** The current text of a secret, undefined where it has none. */
  current: (name: string) => string | undefined;
}

const arnPrefix = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:';
const seconds = () => Date.now() / 1_000;

export const makeSecretsManager = (initial: Record<string, string>): SecretsManager => {
  const secrets = new Map<string, Secret>();

  const create = ({ Name, Description, ...value }: Input) => {
    if (typeof Name !== 'string' || !/^[\w/+=.@-]{1,512}$/.test(Name))
      throw new AwsError('InvalidParameterException', 'Name must be 1 to 512 of letters, digits and /_+=.@-');
    if (secrets.has(Name))
      throw new AwsError('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`);
    const secret: Secret = {
      Name,
      ARN: `${arnPrefix}${Name}-sandbo`,
      CreatedDate: seconds(),
      versions: [],
      stages: new Map(),
    };
    if (typeof Description === 'string') secret.Description = Description;
    secrets.set(Name, secret);
    return hasValue(value) ? put(secret, value) : identity(secret);
  };

  const find = ({ SecretId }: Input): Secret => {
    const found = [...secrets.values()].find(
      ({ Name, ARN }) => SecretId === Name || SecretId === ARN || SecretId === `${arnPrefix}${Name}`,
    );
    if (!found) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  };

  const operations: Record<string, (input: Input) => unknown> = {
    CreateSecret: create,
    GetSecretValue: (input) => get(find(input), input),
    PutSecretValue: (input) => put(find(input), input),
    UpdateSecret: (input) => {
      const secret = find(input);
      if (typeof input.Description === 'string') secret.Description = input.Description;
      return hasValue(input) ? put(secret, input) : identity(secret);
    },
    UpdateSecretVersionStage: (input) => restage(find(input), input),
    DescribeSecret: (input) => described(find(input)),
    ListSecrets: () => ({ SecretList: [...secrets.values()].map(described) }),
  };

  for (const [Name, SecretString] of Object.entries(initial)) create({ Name, SecretString });

  return {
    answer: (operation, input) => {
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!run)
        throw new AwsError(
          'UnknownOperationException',
          `Not simulated here: there are ${Object.keys(operations).join(', ')}`,
        );
      return run(input);
    },
    current: (name) => {
      const secret = secrets.get(name);
      return secret?.versions.find(({ VersionId }) => VersionId === secret.stages.get('AWSCURRENT'))?.SecretString;
    },
  };
};

const identity = ({ ARN, Name }: Secret) => ({ ARN, Name });
const hasValue = ({ SecretString, SecretBinary }: Input) => SecretString !== undefined || SecretBinary !== undefined;

const get = (secret: Secret, { VersionId, VersionStage = 'AWSCURRENT' }: Input) => {
  const wanted = VersionId ?? secret.stages.get(String(VersionStage));
  const version = secret.versions.find((one) => one.VersionId === wanted);
  if (!version)
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for staging label: ${VersionId ? 'VersionId' : VersionStage}`,
    );
  return { ...identity(secret), ...version, VersionStages: stagesOf(secret, version.VersionId) };
};

const put = (secret: Secret, { SecretString, SecretBinary, ClientRequestToken, VersionStages }: Input) => {
  const VersionId = typeof ClientRequestToken === 'string' ? ClientRequestToken : randomUUID();
  const known = secret.versions.find((one) => one.VersionId === VersionId);
  if (known && known.SecretString !== SecretString)
    throw new AwsError('ResourceExistsException', 'A version with this ClientRequestToken has another value.');
  if (!known) {
    const value = typeof SecretString === 'string' ? { SecretString } : { SecretBinary: String(SecretBinary) };
    secret.versions.push({ VersionId, ...value, CreatedDate: seconds() });
  }
  for (const stage of Array.isArray(VersionStages) ? VersionStages : ['AWSCURRENT'])
    moveStage(secret, String(stage), VersionId);
  return { ...identity(secret), VersionId, VersionStages: stagesOf(secret, VersionId) };
};

/** Moves a label from the version that holds it; AWS refuses where another version does. */
const restage = (secret: Secret, { VersionStage, MoveToVersionId, RemoveFromVersionId }: Input) => {
  const stage = String(VersionStage);
  const holder = secret.stages.get(stage);
  // A version that is named must be the one that holds it, also where it is to be moved to where it stands.
  const isOther =
    RemoveFromVersionId === undefined
      ? holder !== undefined && holder !== MoveToVersionId
      : holder !== RemoveFromVersionId;
  if (isOther)
    throw new AwsError(
      'InvalidParameterException',
      'RemoveFromVersionId is not the version that holds this staging label.',
    );
  if (MoveToVersionId === undefined) secret.stages.delete(stage);
  else if (secret.versions.some(({ VersionId }) => VersionId === MoveToVersionId))
    moveStage(secret, stage, String(MoveToVersionId));
  else throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the version to move to.");
  return identity(secret);
};

/** What was current becomes previous, as in AWS. */
const moveStage = ({ stages }: Secret, stage: string, VersionId: string) => {
  const before = stages.get(stage);
  if (stage === 'AWSCURRENT' && before !== undefined && before !== VersionId) stages.set('AWSPREVIOUS', before);
  stages.set(stage, VersionId);
};

const stagesOf = ({ stages }: Secret, VersionId: string) =>
  [...stages].flatMap(([stage, id]) => (id === VersionId ? [stage] : []));

const described = (secret: Secret) => ({
  ...identity(secret),
  Description: secret.Description,
  CreatedDate: secret.CreatedDate,
  VersionIdsToStages: Object.fromEntries(
    secret.versions.map(({ VersionId }) => [VersionId, stagesOf(secret, VersionId)]),
  ),
});
