/** As much of CloudWatch's query language as the saved queries use: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */

export type Row = Record<string, unknown>;

const commandsIn = (query: string): [command: string, rest: string][] =>
  query
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [, command = '', rest = ''] = /^(?:\| )?(fields|filter|stats|sort) (.+)$/.exec(line) ?? [];
      if (!command) throw new Error(`insights: no command that is known here: ${line}`);
      return [command, rest];
    });

/** The names in an expression: not its words, and not what stands in quotes. */
const namesIn = (expression: string): string[] =>
  [...expression.replace(/"[^"]*"/g, '').matchAll(/(?<![\w.@])[a-zA-Z]\w*(?![\w(])/g)]
    .map(([name]) => name)
    .filter((name) => !['and', 'or', 'like', 'as', 'by', 'asc', 'desc'].includes(name));

/** Which of a line's fields a query speaks of, what it names itself apart. */
export const fieldsOf = (query: string): string[] => {
  const named = new Set<string>();
  const fields = new Set<string>();
  for (const [, rest] of commandsIn(query)) {
    for (const name of namesIn(rest)) if (!named.has(name)) fields.add(name);
    for (const [, name = ''] of rest.matchAll(/ as (\w+)/g)) {
      named.add(name);
      fields.delete(name);
    }
  }
  return [...fields];
};

const functions = {
  strcontains: (text: unknown, part: string) => (String(text ?? '').includes(part) ? 1 : 0),
};

const evaluate = (expression: string, row: Row): unknown => {
  const names = namesIn(expression);
  const script = expression
    .replace(/([\w]+) like ("[^"]*")/g, 'strcontains($1, $2)')
    .replace(/\band\b/g, '&&')
    .replace(/\bor\b/g, '||')
    .replace(/(?<![<>!=])=/g, '===');
  const read = new Function(...Object.keys(functions), ...names, `return ${script}`);
  return read(...Object.values(functions), ...names.map((name) => row[name]));
};

const aggregates: Record<string, (values: number[]) => number> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
};

const grouped = (rest: string, rows: Row[]): Row[] => {
  const [what = '', by = ''] = rest.split(' by ');
  return Object.entries(Object.groupBy(rows, (row) => String(row[by]))).map(([value, members = []]) => ({
    [by]: value,
    ...Object.fromEntries(
      [...what.matchAll(/(\w+)\((@?\w+)\) as (\w+)/g)].map(([, how = '', of = '', name = '']) => [
        name,
        aggregates[how]?.(members.flatMap((row) => (typeof row[of] === 'number' ? [row[of]] : []))),
      ]),
    ),
  }));
};

/** The rows that a query gives of these lines. */
export const run = (query: string, lines: Row[]): Row[] =>
  commandsIn(query).reduce((rows, [command, rest]) => {
    if (command === 'filter') return rows.filter((row) => evaluate(rest, row));
    if (command === 'stats') return grouped(rest, rows);
    const made = [...rest.matchAll(/(\w+\([^)]*\)) as (\w+)/g)];
    if (command === 'sort' || made.length === 0) return rows;
    return rows.map((row) => ({
      ...row,
      ...Object.fromEntries(made.map(([, expression = '', name = '']) => [name, evaluate(expression, row)])),
    }));
  }, lines);
