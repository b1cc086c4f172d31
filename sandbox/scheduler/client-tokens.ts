/** Who asks twice with the same ClientToken hears twice what was done once, as SDKs do when an answer is lost. */
import { createHash } from 'node:crypto';
import { AwsError } from '../aws/aws-error.ts';

const kept = 10_000;

export const makeClientTokens = () => {
  const heard = new Map<string, { asked: string; answer: object }>();

  /** `asked`: all that the request says. Only what was done is kept, not what was refused. */
  return (token: string | undefined, asked: unknown, act: () => object): object => {
    if (token === undefined) return act();
    const digest = createHash('sha256').update(JSON.stringify(asked)).digest('base64');
    const known = heard.get(token);
    if (known && known.asked !== digest)
      throw new AwsError('ConflictException', 'This ClientToken was used for another request: take a new one.', 409);
    if (known) return known.answer;
    const answer = act();
    heard.set(token, { asked: digest, answer });
    const [oldest] = heard.keys();
    if (heard.size > kept && oldest !== undefined) heard.delete(oldest);
    return answer;
  };
};
