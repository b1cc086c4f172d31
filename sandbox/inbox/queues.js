/** The two queues, and what waits in one of them for a person: read, replay, drop. */
import { byId, element } from './element.js';
import { parkedLine } from './parked.js';

const names = { 'hottask-messenger': 'main', 'hottask-messenger-parked': 'parked' };

/** Id → its line, so that one that somebody is reading stays as it is. */
let lines = new Map();

export const showQueues = ({ Queues, Parked }) => {
  byId('queue-counts').replaceChildren(
    ...Object.entries(Queues).flatMap(([queue, { Visible, InFlight }]) => [
      element('dt', {}, names[queue] ?? queue),
      element('dd', {}, `${Visible} waiting${InFlight > 0 ? `, ${InFlight} in flight` : ''}`),
    ]),
  );
  byId('no-parked').hidden = Parked.length > 0;
  const count = Parked.length - lines.size;
  if (count > 0)
    byId('parked-news').textContent = `${count} more parked: ${Parked[0].Attributes.State ?? 'undelivered'}`;
  lines = new Map(Parked.map((record) => [record.Id, lines.get(record.Id) ?? parkedLine(record)]));
  const list = byId('parked');
  // Put in again, a line would lose the focus, and with it the first press of two.
  if (list.children.length === lines.size && [...lines.values()].every((line, i) => line === list.children[i])) return;
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren(...lines.values());
  // A keyboard must not lose its place with the line that it has just dealt with.
  if (hadFocus && !list.contains(document.activeElement))
    (list.querySelector('button') ?? byId('queues-title')).focus();
};
