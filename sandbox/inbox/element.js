/** Builds elements. Data only ever becomes text or an attribute: nothing on this page reads HTML from data. */
export const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== undefined && child !== ''));
  return node;
};

export const byId = (id) => document.getElementById(id);
