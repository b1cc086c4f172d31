/** A short name for a long text: the same for the same. Millions of keys are made of them. */
const names = new Map<string, string>();

export const short = (text: string): string => {
  const name = names.get(text) ?? names.size.toString(36);
  names.set(text, name);
  return name;
};
