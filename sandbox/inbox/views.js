/** The two views of the page: each has an address of its own, so that reloading stays where one is. */
import { byId } from './element.js';

const viewOf = (hash) => (hash === '#reminders' || hash === '#reminder' ? 'reminders' : 'inbox');

let onShow;
const watchers = [];

export const isOnShow = (view) => onShow === view;

/** Hears the name of the view that comes on show, once now and then after each change. */
export const onView = (hear) => {
  watchers.push(hear);
  if (onShow) hear(onShow);
};

export const startViews = () => {
  addEventListener('hashchange', show);
  show();
};

export const goTo = (view) => {
  if (!isOnShow(view)) location.hash = view;
  show();
};

const show = () => {
  const view = viewOf(location.hash);
  for (const name of ['inbox', 'reminders']) {
    byId(name).hidden = name !== view;
    const link = document.querySelector(`.views a[href="#${name}"]`);
    if (name === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  for (const skip of document.querySelectorAll('.skip')) skip.hidden = skip.dataset.view !== view;
  document.body.dataset.view = view;
  if (onShow === view) return;
  onShow = view;
  for (const hear of watchers) hear(view);
  // It was hidden when the browser went there; to a view as a whole its top belongs, with the way to the other one.
  const goal = document.getElementById(location.hash.slice(1));
  if (goal && goal.id !== view) goal.scrollIntoView({ block: 'nearest' });
  else scrollTo(0, 0);
};
