/** One member of a JSON file is set, and all else stays as somebody wrote it: its order, its lines, its indentation. Pure. */

/** `text` must be JSON, and every step of `path` that is there an object. */
export const withMember = (text: string, path: string[], value: unknown): string => {
  const unit = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  let node = read(text, text.search(/\S/));
  for (const [depth, name] of path.entries()) {
    const member = node.members.find((one) => one.name === name);
    const isLast = depth === path.length - 1;
    if (!member) {
      const rest = path.slice(depth + 1).reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
      return insert(text, node, { name, value: rest, unit });
    }
    if (isLast) {
      const written = spelled(value, unit, indentAt(text, member.value.start));
      return text.slice(0, member.value.start) + written + text.slice(member.value.end);
    }
    node = member.value;
  }
  return text;
};

interface Node {
  start: number;
  end: number;
  /** Of an object. */
  members: { name: string; value: Node }[];
}

interface Member {
  name: string;
  value: unknown;
  unit: string;
}

const insert = (text: string, { start, end, members }: Node, { name, value, unit }: Member): string => {
  const outer = indentAt(text, start);
  const inner = outer + unit;
  const last = members.at(-1);
  if (!last)
    return `${text.slice(0, start)}{\n${inner}${JSON.stringify(name)}: ${spelled(value, unit, inner)}\n${outer}}${text.slice(end)}`;
  const isOneLine = !text.slice(start, last.value.end).includes('\n');
  const written = isOneLine
    ? `, ${JSON.stringify(name)}: ${JSON.stringify(value)}`
    : `,\n${inner}${JSON.stringify(name)}: ${spelled(value, unit, inner)}`;
  return text.slice(0, last.value.end) + written + text.slice(last.value.end);
};

/** An object has a line for each member; a list stands in one. */
const spelled = (value: unknown, unit: string, indent: string): string => {
  if (Array.isArray(value)) return `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + unit;
  const lines = Object.entries(value).map(
    ([name, one]) => `${inner}${JSON.stringify(name)}: ${spelled(one, unit, inner)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
};

const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';

const skip = (text: string, at: number): number => {
  const rest = /[^\s,:]/g;
  rest.lastIndex = at;
  return rest.exec(text)?.index ?? text.length;
};

/** The value that begins there. */
const read = (text: string, start: number): Node => {
  if (text[start] === '{' || text[start] === '[') return readInside(text, start);
  const scalar = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;
  scalar.lastIndex = start;
  return { start, end: start + (scalar.exec(text)?.[0].length ?? 1), members: [] };
};

const readInside = (text: string, start: number): Node => {
  const isObject = text[start] === '{';
  const members: Node['members'] = [];
  let at = skip(text, start + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const key = isObject ? read(text, at) : undefined;
    const value = read(text, key ? skip(text, key.end) : at);
    if (key) members.push({ name: JSON.parse(text.slice(key.start, key.end)), value });
    at = skip(text, value.end);
  }
  return { start, end: at + 1, members };
};
