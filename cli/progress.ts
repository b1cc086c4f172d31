/** How far long work has come, on standard error: one line that is written over in a terminal, a line each elsewhere. */

interface Progress {
  tell: (text: string) => void;
  /** Leaves the terminal as it was. */
  end: () => void;
}

const eraseLine = '\r\u001B[K';

export const makeProgress = (
  stream: { isTTY?: boolean; write: (text: string) => unknown },
  isAskedFor: boolean,
): Progress => {
  if (stream.isTTY) return { tell: (text) => stream.write(`${eraseLine}${text}`), end: () => stream.write(eraseLine) };
  return { tell: (text) => void (isAskedFor && stream.write(`${text}\n`)), end: () => {} };
};
