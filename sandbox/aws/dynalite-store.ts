/**
 * Reads dynalite's store without its detours. For each item that it reads by key, dynalite reads and parses the description
 * of the table too, and waits for either through three promises and a turn of the event loop, though all is in memory: a
 * page of 100 reminders by due time took longer for that than for the reminders.
 */
import stores, { type Store } from 'dynalite/db/index.js';

/** `make` calls dynalite, which makes its store while it is called. */
export const withQuickStore = <Made>(make: () => Made): Made => {
  const { create } = stores;
  stores.create = (options) => {
    const store = create(options);
    readAtOnce(store);
    keepTables(store);
    return store;
  };
  try {
    return make();
  } finally {
    stores.create = create;
  }
};

const readAtOnce = ({ db }: Store): void => {
  const get = db.get.bind(db);
  db.get = (key, heard) => {
    // In its first moments it opens.
    if (db.status !== 'open') return get(key, heard);
    const value = db.getSync(key);
    queueMicrotask(() => heard(null, value));
  };
};

/** Only what works on items asks in two words, and changes nothing in what it gets; what changes a table asks in three. */
const keepTables = (store: Store): void => {
  const { getTable, tableDb } = store;
  const kept = new Map<string, unknown>();
  let changes = 0;
  store.getTable = (name, ...rest) => {
    const [heard] = rest;
    if (typeof heard !== 'function') return getTable(name, ...rest);
    const table = kept.get(name);
    if (table) return queueMicrotask(() => heard(null, table));
    const seen = changes;
    getTable(name, (error, table) => {
      if (!error && seen === changes) kept.set(name, table);
      heard(error, table);
    });
  };
  for (const write of ['put', 'del'] as const) {
    const original = tableDb[write];
    tableDb[write] = (...given) => {
      kept.clear();
      changes += 1;
      original(...given);
    };
  }
};
