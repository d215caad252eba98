// Cards beside the ticket, as Gorgias draws them: fields and links, out of stored data.

import { element, start } from "./screen.js";

function card({ title, fields, links, cards }) {
  const made = element("section", "", "card");
  const list = document.createElement("dl");
  for (const { title: term, value } of fields) list.append(element("dt", term), element("dd", String(value ?? "")));
  made.append(element("h2", title), list);
  for (const { label, url } of links) {
    const link = element("a", label);
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    made.append(link);
  }
  made.append(...cards.map(card));
  return made;
}

start(({ cards }) => document.getElementById("cards").replaceChildren(...cards.map(card)));
