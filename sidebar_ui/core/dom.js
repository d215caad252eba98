// Elements out of values. Text only ever becomes text: nothing here, or anywhere in this page, parses markup.

// `attributes`: `class`, `id`, `aria-…`; `on…` is a listener; true is set empty, false, null and undefined are left out.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

// Put `fresh` into `holder`, keeping what the agent opened and where the focus was. Parts are told apart by their ids.
export function replace(holder, fresh, fallback) {
  const open = new Set([...holder.querySelectorAll("details[open]")].map((each) => each.id));
  const within = holder.contains(document.activeElement);
  const focused = document.activeElement?.id;
  holder.replaceChildren(...fresh);
  for (const each of holder.querySelectorAll("details")) each.open = open.has(each.id);
  if (!within) return;
  const again = focused ? document.getElementById(focused) : null;
  (again && !again.disabled ? again : holder.querySelector(fallback))?.focus();
}

// Text as the host's editor takes it.
export function asHtml(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll('"', "&quot;").replaceAll("\n", "<br>");
}
