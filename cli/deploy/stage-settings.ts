/** The settings of a stage in cdk.json: whether they are right, what they lack, and how that gets in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readObject } from '../../lambda/json.ts';
import { Failed } from '../command.ts';
import { withMember } from './json-member.ts';

export interface StageSettings {
  /** What says who may be texted, where it is not there yet; nobody is texted without it. */
  lacks: 'prefixes' | 'allowList' | undefined;
  /** Whether a message need not name its chatbot. */
  hasChatbot: boolean;
  /** Writes it into cdk.json. Throws Failed where the settings would be wrong by it, and writes nothing then. */
  fill: (list: string[]) => void;
}

/** In the directory where `cdk` would be run. */
const path = 'cdk.json';

/** Throws Failed where something is wrong with them. A stage that is not there yet is an empty one. */
export const readStage = async (stage: string): Promise<StageSettings> => {
  const text = readText();
  const messenger = messengerOf(text);
  // Only here: no other command needs it.
  const { ContextError, readContext } = await import('../../infra/context.ts');
  const checked = (all: object | undefined) => {
    const isNew = all !== undefined && !Object.hasOwn(all, stage);
    try {
      return readContext(isNew ? { ...all, [stage]: {} } : all, stage);
    } catch (error) {
      throw error instanceof ContextError
        ? new Failed(`${error.message.replaceAll('\n', '. ')}. Nothing was done`)
        : error;
    }
  };
  const { rules: given, serialNumber } = checked(messenger);
  const { mode } = given;
  const wanted = mode === 'allow-list' ? 'allowList' : 'prefixes';
  const rules = asFields(asFields(messenger?.[stage]).rules);
  return {
    hasChatbot: serialNumber !== undefined,
    lacks: Object.hasOwn(rules, wanted) ? undefined : wanted,
    fill: (list) => {
      const value = wanted === 'allowList' ? list : Object.fromEntries(list.map((prefix) => [prefix, 'allow']));
      const next = withMember(text, ['context', 'messenger', stage, 'rules', wanted], value);
      checked(messengerOf(next));
      writeFileSync(path, next);
    },
  };
};

const readText = (): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Failed('There is no cdk.json here: run it by npm run hottask in the project. Nothing was done');
  }
};

const messengerOf = (text: string): Record<string, unknown> | undefined => {
  const file = readObject(text);
  if (!file) throw new Failed('cdk.json is not valid JSON: mend it. Nothing was done');
  const { messenger } = asFields(file.context);
  return typeof messenger === 'object' && messenger !== null ? asFields(messenger) : undefined;
};

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
