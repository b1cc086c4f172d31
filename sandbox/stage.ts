/** The stage of cdk.json that STAGE names: the sandbox runs its reminders, and takes its chatbot where none is set. */
import { readFileSync } from 'node:fs';
import { ContextError, readUntimedContext } from '../infra/context.ts';
import type { DeclaredReminder } from '../infra/remind-form.ts';
import { SettingsError } from '../lambda/io/settings.ts';
import { asObject, readObject } from '../lambda/json.ts';

export interface Stage {
  name: string;
  serialNumber: string | undefined;
  /** By their names. */
  reminders: Record<string, DeclaredReminder>;
}

/** In the directory where `npm start` runs, and `cdk` would be run: the project's own. */
const path = 'cdk.json';

/** Undefined where STAGE is not set. Throws a SettingsError that says what the stack would say of any of its settings. */
export const readStage = ({ STAGE: name }: Record<string, string | undefined>): Stage | undefined => {
  if (name === undefined) return undefined;
  const { messenger } = asObject(readFile().context) ?? {};
  try {
    const { serialNumber, reminders } = readUntimedContext(messenger, name);
    return { name, serialNumber, reminders };
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    // There the stage is an option of cdk's.
    throw new SettingsError(error.message.replace('-c stage=', 'STAGE='));
  }
};

const readFile = (): Record<string, unknown> => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new SettingsError('STAGE is a stage of cdk.json, and there is none here: run npm start in the project');
  }
  const file = readObject(text);
  if (!file) throw new SettingsError('STAGE is a stage of cdk.json, which is not valid JSON: mend it');
  return file;
};
