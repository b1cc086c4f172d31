/** The chosen conversation. Each event adds or replaces one bubble; only choosing another number draws all. */
import { bubble } from './bubble.js';
import { byId } from './element.js';
import { stateOf } from './entries.js';
import { explain } from './states.js';
import { aboutNumber } from './test-numbers.js';

const nearPx = 80;

/** `ledger` knows what stands under an entry's key. */
export const makeThread = (ledger) => {
  const list = byId('bubbles');
  const scroller = byId('scroller');
  const newest = byId('newest');
  /** Entry → its bubble. */
  let shown = new Map();

  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    newest.hidden = true;
  };

  newest.addEventListener('click', () => {
    toEnd();
    scroller.focus();
  });
  scroller.addEventListener('scroll', () => {
    if (isAtEnd()) newest.hidden = true;
  });

  const title = (number, entries) => {
    byId('thread-title').textContent = number ?? 'Texts';
    byId('thread-about').textContent = number
      ? [tally(entries), aboutNumber(number)].filter(Boolean).join(' · ')
      : 'Each text, and what became of it';
    byId('empty').hidden = Boolean(number);
  };

  const draw = (entry) => bubble(entry, ledger.find(entry.call));

  /** A new bubble in the place of the old one takes the focus from a button in it, and a keyboard must not lose its place. */
  const redraw = (entry, before) => {
    const hadFocus = before.contains(document.activeElement);
    const fresh = draw(entry);
    before.replaceWith(fresh);
    shown.set(entry, fresh);
    if (hadFocus) fresh.querySelector('button')?.focus({ preventScroll: true });
  };

  const append = (entry) => {
    const fresh = draw(entry);
    fresh.classList.add('arriving');
    list.append(fresh);
    shown.set(entry, fresh);
  };

  return {
    /** Draws this number's entries; without a number, the empty page. */
    show: (number, entries = []) => {
      shown = new Map(entries.map((entry) => [entry, draw(entry)]));
      list.replaceChildren(...shown.values());
      title(number, entries);
      toEnd();
    },
    put: (entry, entries) => {
      const wasAtEnd = isAtEnd();
      const before = shown.get(entry);
      if (before) redraw(entry, before);
      else append(entry);
      title(entry.conversation, entries);
      if (wasAtEnd) toEnd();
      else if (!before) newest.hidden = false;
    },
    /** The ledger says something else of this entry's key. */
    refresh: (entry) => {
      const wasAtEnd = isAtEnd();
      const before = shown.get(entry);
      if (before) redraw(entry, before);
      if (wasAtEnd) toEnd();
    },
    /** Goes to its bubble, which the keyboard and a screen reader then stand at. */
    reveal: (entry) => {
      const node = shown.get(entry);
      node.tabIndex = -1;
      node.scrollIntoView({ block: 'center' });
      node.focus({ preventScroll: true });
    },
    drop: (entry) => {
      shown.get(entry)?.remove();
      shown.delete(entry);
    },
  };
};

/** "3 sent, 1 not sent" */
const tally = (entries) => {
  const fates = Map.groupBy(entries, (entry) => explain(stateOf(entry)).fate);
  return [...fates].map(([fate, those]) => `${those.length} ${fate.toLowerCase()}`).join(', ');
};
