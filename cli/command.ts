/** What a command is. Each stands in a file of its own under commands/; frame.ts stands around them. */

import type { Input } from './stdin.ts';

export interface Option {
  /** What stands behind it, such as NAME; a switch takes nothing. */
  takes?: string;
  help: string;
}
export type Options = Readonly<Record<string, Option>>;

type Values<Own extends Options> = { [Name in keyof Own]?: Own[Name] extends { takes: string } ? string : boolean };

export interface Asked<Own extends Options> {
  values: Values<Own>;
  /** What stands on the line without an option's name, in order. */
  words: string[];
}

/** The far side of a command: who reads it, and what surrounds it. */
export interface Terminal {
  env: Record<string, string | undefined>;
  /** Prints for a person; silent under --json. */
  say: (text: string) => void;
  /** Tells on standard error how far long work has come, where somebody looks or asks for it. */
  progress: (text: string) => void;
  /** What is typed, or comes by a pipe. */
  input: Input;
  /** Where questions stand, and what long work says of itself. */
  questions: NodeJS.WriteStream;
}

/** What a command found or did: printed as text, or under --json as the one object. */
export interface Result {
  text: string;
  json: object;
  /** A part of it could not be done, and the text says which. */
  isFailed?: boolean;
}

interface Twin<Own extends Options> {
  name: string;
  /** One line. */
  summary: string;
  /** What stands behind its name. */
  usage: string;
  options: Own;
  /** What else --help says. */
  notes: string;
  /** Rejects with WrongUsage, Failed or what AWS threw; with anything else only on a bug of ours. */
  run: (asked: Asked<Own>, terminal: Terminal) => Promise<Result>;
}

export type Command = Twin<Options>;

/** Keeps for `run` which options there are; the frame gives it just these. */
export const command = <const Own extends Options>(twin: Twin<Own>): Command => twin as unknown as Command;

/** One sentence with the mend. It repeats nothing of what was given: a number may have got into the wrong place. */
export class WrongUsage extends Error {}
export class Failed extends Error {}

export const exitCodes = { done: 0, failed: 1, wrongUsage: 2 } as const;
