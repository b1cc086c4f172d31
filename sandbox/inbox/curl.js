/** One request as a line for bash or zsh, in the form of HotTask's own example. */
export const curlLine = ({ url, headers, body }) =>
  [
    `curl ${quoted(url)}`,
    '-X POST',
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `-d ${quoted(body)}`,
  ].join(' \\\n');

/** Between single quotes a shell takes every character as it is, but the single quote. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
