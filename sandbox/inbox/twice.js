/** What cannot be taken back takes a second press: the first one only changes the button's word. */
export const twice = (node, again) => {
  const word = node.firstChild.textContent;
  const ask = (event) => {
    if (node.dataset.asked) return;
    event.stopImmediatePropagation();
    node.dataset.asked = 'yes';
    node.firstChild.textContent = again;
  };
  node.addEventListener('click', ask, { capture: true });
  node.addEventListener('blur', () => {
    delete node.dataset.asked;
    node.firstChild.textContent = word;
  });
  return node;
};
