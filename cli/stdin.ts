/** What a person types or pipes into a command. Questions stand on standard error, where --json does not meet them. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

export type Input = Readable & { isTTY?: boolean };

/** All that comes, to its end. */
export const readAll = (input: Input): Promise<string> => text(input);

/** A line from a terminal; what is typed is seen. */
export const ask = (question: string, input: Input, output: NodeJS.WritableStream): Promise<string> => {
  const lines = createInterface({ input, output });
  return new Promise((resolve) => {
    lines.question(question, (line) => {
      // Before it is closed: that alone counts as no answer.
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(''));
  });
};

/** From a terminal, and nobody sees what is typed. What was pasted as several lines comes as such. */
export const askUnseen = (question: string, input: Input, output: NodeJS.WritableStream): Promise<string> => {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // Before the question: what is pasted as soon as that stands would be echoed by the terminal.
  const lines = createInterface({ input, output: nowhere, terminal: true });
  output.write(question);
  const read: string[] = [];
  return new Promise((resolve) => {
    const end = () => {
      lines.close();
      output.write('\n');
      resolve(read.join('\n'));
    };
    lines.on('line', (line) => {
      // The rest of what was pasted is in the same chunk.
      if (read.push(line) === 1) setImmediate(end);
    });
    // Ctrl-C, and Ctrl-D: nothing was given.
    lines.once('SIGINT', end);
    lines.once('close', () => read.length === 0 && end());
  });
};
