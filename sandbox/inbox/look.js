/** Looks again when something has changed, while its view is on show. A burst of changes is one look. */
import { isOnShow } from './views.js';

/** Between two looks at least, and twice as long as a look takes. */
const pauseMs = 300;

/** `look` shows what there is; it gives false where it must look again at once. */
export const makeLook = (view, look) => {
  let isLooking = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isLooking || !isOnShow(view)) return;
    isLooking = true;
    while (isWanted && isOnShow(view)) {
      isWanted = false;
      const began = performance.now();
      if ((await look()) === false) isWanted = true;
      else await pause(Math.max(pauseMs, 2 * (performance.now() - began)));
    }
    isLooking = false;
  };
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
