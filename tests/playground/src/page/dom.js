// Building blocks of the page: elements and rendered Markdown.

/** An element with properties (`class`, `on…` listeners and `data-…` included) and children; falsy children are left out. */
export function el(name, props = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== 'string') element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** A block with `text` as Markdown; the server makes the HTML, so that nothing in `text` can act. */
export function markdown(text) {
  const block = el('div', {class: 'markdown'}, text);
  fetch('/render', {method: 'POST', body: text})
    .then((answer) => answer.text())
    .then((html) => { block.innerHTML = html; });
  return block;
}

/** A coloured disc with the first letter of a name. */
export function avatar(name) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return el('span', {class: 'avatar', style: `background: hsl(${hue} 45% 45%)`, 'aria-hidden': 'true'}, name[0].toUpperCase());
}

/** An address that a link may have: http(s) or a path on this server. */
export function safe(address) {
  return /^(https?:\/\/|\/(?!\/))/i.test(address ?? '') ? address : undefined;
}
