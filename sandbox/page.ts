/** The page: files of sandbox/inbox, as they are. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Answer, json, pathOf } from './loopback.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const folder = new URL('./inbox/', import.meta.url);

export const page: Answer = async (request, response) => {
  const name = pathOf(request).replace(/^\/(inbox\/)?/, '') || 'index.html';
  const type = types[extname(name)];
  const bytes =
    type && /^[\w-]+\.\w+$/.test(name) ? await readFile(new URL(name, folder)).catch(() => undefined) : undefined;
  if (!bytes) return json(response, 404, { message: 'Not Found' });
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
};
