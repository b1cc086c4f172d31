/** A map in the order of its keys: a skip list, so that all it does with n keys takes about log n steps. */
export interface Ordered<Value> {
  readonly size: number;
  get: (key: string) => Value | undefined;
  set: (key: string, value: Value) => void;
  delete: (key: string) => boolean;
  /** From this key on, or where it would stand. What changes meanwhile is heeded. */
  from: (key: string) => Generator<[key: string, value: Value]>;
}

interface Node<Value> {
  key: string;
  value: Value;
  /** The next node on each level; the lowest level has them all. */
  next: (Node<Value> | undefined)[];
}

const levels = 20;

export const makeOrdered = <Value>(): Ordered<Value> => {
  const head: Pick<Node<Value>, 'next'> = { next: Array(levels).fill(undefined) };
  let size = 0;

  /** On each level the last node before the key. */
  const before = (key: string) => {
    const path: Pick<Node<Value>, 'next'>[] = Array(levels).fill(head);
    let node = head;
    for (let level = levels - 1; level >= 0; level -= 1) {
      for (let next = node.next[level]; next && next.key < key; next = node.next[level]) node = next;
      path[level] = node;
    }
    return path;
  };
  const atOrAfter = (key: string) => before(key)[0]?.next[0];

  return {
    get size() {
      return size;
    },
    get: (key) => {
      const found = atOrAfter(key);
      return found?.key === key ? found.value : undefined;
    },
    set: (key, value) => {
      const path = before(key);
      const found = path[0]?.next[0];
      if (found?.key === key) {
        found.value = value;
        return;
      }
      size += 1;
      const node: Node<Value> = { key, value, next: [] };
      for (const [level, previous] of path.slice(0, height()).entries()) {
        node.next[level] = previous.next[level];
        previous.next[level] = node;
      }
    },
    delete: (key) => {
      const path = before(key);
      const found = path[0]?.next[0];
      if (found?.key !== key) return false;
      size -= 1;
      for (const [level, next] of found.next.entries()) (path[level] as Node<Value>).next[level] = next;
      return true;
    },
    from: function* (key) {
      for (let node = atOrAfter(key); node; node = atOrAfter(`${node.key}\0`)) yield [node.key, node.value];
    },
  };
};

/** Every second node stands on the second level too, every fourth on the third. */
const height = (): number => {
  let levelsUp = 1;
  while (levelsUp < levels && Math.random() < 1 / 2) levelsUp += 1;
  return levelsUp;
};
