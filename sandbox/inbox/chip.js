import { element } from './element.js';
import { explain } from './states.js';

/** The state as a small label. Its word says everything; its colour only helps to find it. */
export const chip = (state) => element('span', { class: `chip ${explain(state).tone}` }, state);
