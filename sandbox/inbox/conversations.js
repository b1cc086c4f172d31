/** The numbers, the one with the newest text first. */
import { chip } from './chip.js';
import { byId, element } from './element.js';
import { stateOf } from './entries.js';
import { moment } from './moment.js';

/** `onChoose` hears the number whose line was pressed. */
export const makeConversations = ({ onChoose }) => {
  const list = byId('conversations');
  /** Number → its line. */
  const lines = new Map();

  const lineOf = (number) => {
    const known = lines.get(number);
    if (known) return known;
    const button = element('button', { type: 'button' });
    button.addEventListener('click', () => onChoose(number));
    const line = { item: element('li', {}, button), button, unread: 0 };
    lines.set(number, line);
    return line;
  };

  /** Moving an element takes the focus from it, and a keyboard must not lose its place. */
  const toTop = ({ item, button }) => {
    if (list.firstElementChild === item) return;
    const hadFocus = document.activeElement === button;
    list.prepend(item);
    if (hadFocus) button.focus({ preventScroll: true });
  };

  const showAny = () => {
    byId('no-conversations').hidden = lines.size > 0;
  };

  return {
    /** Draws this number's line anew from its newest entry, and moves it up if that entry is new. */
    put: (number, entry, { isNew, isUnread }) => {
      const line = lineOf(number);
      line.unread = isUnread ? line.unread + 1 : line.unread;
      if (isNew) toTop(line);
      line.button.replaceChildren(...lineParts(number, entry, line.unread));
      showAny();
    },
    choose: (number, entry) => {
      for (const [other, { button }] of lines)
        if (other === number) button.setAttribute('aria-current', 'true');
        else button.removeAttribute('aria-current');
      const line = lines.get(number);
      if (!line?.unread) return;
      line.unread = 0;
      line.button.replaceChildren(...lineParts(number, entry, 0));
    },
    drop: (number) => {
      lines.get(number)?.item.remove();
      lines.delete(number);
      showAny();
    },
    clear: () => {
      lines.clear();
      list.replaceChildren();
      showAny();
    },
  };
};

const lineParts = (number, entry, unread) => {
  const state = stateOf(entry);
  return [
    element('span', { class: 'number' }, number),
    moment(entry.at),
    element('span', { class: 'preview' }, entry.text || 'No text that could be read'),
    element(
      'span',
      { class: 'marks' },
      chip(state),
      unread > 0 ? element('b', { class: 'unread' }, `${unread} new`) : '',
    ),
  ];
};
