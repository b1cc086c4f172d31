/** The least that reads a secret and posts: no SDK, no check, one signature, begun while the file is loaded. */
import { createHash, createHmac } from 'node:crypto';
import http, { type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

const { env } = process;

const post = (url: string, headers: OutgoingHttpHeaders, body: string) =>
  new Promise<string>((resolve, reject) => {
    const request = http.request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    request.once('response', (response) => text(response).then(resolve, reject));
    request.once('error', reject);
    request.end(body);
  });

const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** Does the work of a signature; the stand-in does not check whether it is a valid one. */
const signature = (body: string) => {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const parts = [day, 'us-east-1', 'secretsmanager', 'aws4_request'];
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${env.AWS_SECRET_ACCESS_KEY}`);
  return hmac(key as Buffer, createHash('sha256').update(body).digest('hex')).toString('hex');
};

const read = JSON.stringify({ SecretId: env.SECRET_ID });
const secret = post(
  env.AWS_ENDPOINT_URL as string,
  {
    authorization: signature(read),
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.GetSecretValue',
  },
  read,
).then((answer) => JSON.parse(answer).SecretString as string);

export const handler = async (event: { body: string }) => {
  const headers = { authorization: await secret, 'content-type': 'application/json' };
  return { statusCode: 200, body: await post(env.POST_URL as string, headers, event.body) };
};
