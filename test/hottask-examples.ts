/** HotTask's own examples, cut from its page as printed, with only the URL and the key changed. */
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('./hottask-examples.txt', import.meta.url), 'utf8');
const titles = ['JavaScript (Fetch API)', 'Python (Requests Library)', 'cURL', 'HTTP Request'] as const;
export type Title = (typeof titles)[number];

export const asPrinted = (title: Title): string => {
  const [, after = ''] = page.split(`\n${title}\n`);
  const next = titles.map((other) => after.indexOf(`\n${other}\n`)).filter((at) => at >= 0);
  return after.slice(0, Math.min(...next, after.length)).trim();
};

/** The example against `base`, with the caller's key. */
export const example = (title: Title, base: string, key = 'sandbox-key'): string =>
  asPrinted(title)
    .replaceAll('https://usapi.hottask.com', base)
    .replaceAll('usapi.hottask.com', new URL(base).host)
    .replaceAll('<Your-Secret-Key>', key);

/** The raw request as bytes, with the Content-Length that HTTP clients add. */
export const rawRequest = (base: string): string[] => {
  const [head = '', ...rest] = example('HTTP Request', base).split('\n{');
  const body = `{${rest.join('\n{')}`;
  return [...head.trim().split('\n'), `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', '', body];
};
