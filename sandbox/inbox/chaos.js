/** The switch of chaos, and a word on the page while it is on: texts fail then, and nobody shall wonder why. */
import { act } from './act.js';
import { byId, element } from './element.js';

const path = '/api/chaos';

export const startChaos = async () => {
  byId('chaos-form').addEventListener('submit', (event) => {
    event.preventDefault();
    change('PUT', { Fault: byId('fault').value, OneIn: Number(byId('one-in').value), Seed: seed() });
  });
  byId('chaos-off').addEventListener('click', () => change('DELETE'));
  byId('to-chaos').addEventListener('click', () => {
    byId('chaos').open = true;
  });
  try {
    const { Faults } = await (await fetch(path)).json();
    offer(Faults);
  } catch {
    byId('chaos-problem').textContent = 'The sandbox does not tell its faults: is it still running?';
  }
};

const seed = () => (byId('seed').value.trim() === '' ? undefined : Number(byId('seed').value));

const change = async (method, plan) => {
  byId('chaos-problem').textContent = '';
  byId('chaos-problem').textContent = (await act(path, plan, method)) ?? '';
};

const kinds = ['HotTask', 'the claim', 'the settle', 'the look at the ledger', 'the read of a secret', 'parking'];

const offer = (faults) =>
  byId('fault').append(
    ...kinds.map((kind) =>
      element(
        'optgroup',
        { label: `${kind[0].toUpperCase()}${kind.slice(1)} …` },
        ...faults.filter((fault) => fault.startsWith(`${kind} `)).map((fault) => element('option', {}, fault)),
      ),
    ),
  );

let last = 'off';

export const showChaos = ({ Fault, OneIn, Seed, Struck, Of }) => {
  const isOn = Fault !== null;
  const what = Fault === 'any' ? 'anything may go wrong' : Fault;
  const plan = isOn ? `${what}, ${OneIn === 1 ? 'each call' : `one in ${OneIn} calls`}, seed ${Seed}` : 'off';
  byId('chaos-on').hidden = !isOn;
  byId('chaos-state').textContent = isOn ? 'on' : 'off';
  byId('chaos-plan').textContent = plan;
  byId('chaos-count').textContent = isOn ? `Struck ${Struck} of ${Of}.` : '';
  // A screen reader hears of the switch, and not of each call.
  if (plan !== last) byId('chaos-news').textContent = isOn ? `Chaos is on: ${plan}` : 'Chaos is off';
  last = plan;
};
