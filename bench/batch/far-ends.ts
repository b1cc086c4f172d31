/** Secrets Manager and DynamoDB, which answer at once, and HotTask, which takes its time; each on loopback. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const accepted =
  '{"Data":{"Status":"True","Message":"","SessionID":1},"Version":"1.0.0","Success":true,"Code":200,"Message":""}';

export const startFarEnds = async (hottaskMs: number) => {
  let posts = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      if (target.startsWith('DynamoDB_')) return response.end('{}');
      const SecretString = '{"SecretKey":"key","Callers":{},"Pepper":"pepper"}';
      if (target.startsWith('secretsmanager.')) return response.end(JSON.stringify({ SecretString, VersionId: 'v-1' }));
      posts += 1;
      setTimeout(() => response.end(accepted), hottaskMs);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    posts: () => posts,
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_ENDPOINT_URL: url,
      HOTTASK_URL: url,
      HOTTASK_SECRET_ID: 'hottask',
      MESSENGER_SECRET_ID: 'messenger',
      LEDGER_TABLE: 'ledger',
      REMINDERS_TABLE: 'reminders',
      PARKED_QUEUE_URL: `${url}/000000000000/parked`,
      SEND_RULES: '{"mode":"live","prefixes":{"+":"allow"}}',
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
