/** Secrets Manager, DynamoDB and HotTask in one server that answers at once: what remains is the function's own time. */
import { createHash } from 'node:crypto';
import { type Loopback, listen, type Reply, type Request } from './loopback.ts';

export const callerKey = 'cold-start-caller-key';

/** Our own secret lets the caller of the measured event in; any other name holds a raw key. */
const secrets: Record<string, string> = {
  messenger: JSON.stringify({
    Callers: { bench: [createHash('sha256').update(callerKey).digest('hex')] },
    Pepper: 'cold-start-pepper',
  }),
};

const secret = ({ body }: Request): Reply => {
  const { SecretId } = JSON.parse(body) as { SecretId: string };
  return {
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({
      ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${SecretId}`,
      Name: SecretId,
      SecretString: secrets[SecretId] ?? 'a-secret-key',
      VersionId: 'v-1',
    }),
  };
};

/** Every condition holds and every write succeeds: a cold start meets a key that nobody has used. */
const written: Reply = { headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' };

const accepted: Reply = {
  headers: { 'content-type': 'application/json' },
  body: '{"Data":{"Status":"True","Message":"","SessionID":1},"Version":"1.0.0","Success":true,"Code":200,"Message":""}',
};

export const startStandIn = (): Promise<Loopback> =>
  listen((request) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.startsWith('secretsmanager.')) return secret(request);
    return target.startsWith('DynamoDB_') ? written : accepted;
  });
