// The view model becomes elements; the server decided everything that is shown. `say` is a speaker of i18n.js, `act` what
// the agent may do: approve(option), confirm(), cancel(), undo(), draft(); its `reply` says how a draft gets into the
// answer: insert or copy. `confirming` is the option asked about, or null.

import { element } from "./dom.js";

const MARKS = { allow: "✓", review: "?", deny: "✗" };
const UNNAMED = ["unknown", "unproven"]; // agents of whom we only know that they sit there
const SNIPPETS = 3; // of the customer's words shown at once where they are long
const LONG = { characters: 220, lines: 4, snippet: 120 }; // more than that is a step away

export function render(view, say, act, confirming) {
  if (view.case === null) return [banner(view, say), element("p", { class: "quiet", id: "empty" }, say.empty)].filter(Boolean);
  return [
    banner(view, say),
    element("h1", { id: "headline", tabindex: "-1", class: view.case.state }, view.headline),
    undo(view, say, act),
    order(view, say),
    asked(view, say),
    options(view, say, act, confirming),
    draft(view, say, act),
    refunded(view, say),
    actions(view, say),
    trail(view, say),
  ].filter(Boolean);
}

function banner({ mode }, say) {
  return mode === "shadow" || mode === "off" ? element("p", { class: "banner", id: "mode" }, say[mode]) : null;
}

function undo(view, say, act) {
  const pending = view.actions.find((each) => each.kind === "money" && each.state === "pending");
  if (!pending) return null;
  const until = pending.due_at ? say.fill(` (${say.until})`, { time: say.time(pending.due_at) }) : "";
  return element("p", {}, element("button", { id: "undo", type: "button", onclick: act.undo }, say.undo + until));
}

function order({ order: it }, say) {
  if (!it) return element("section", { id: "order" }, element("h2", {}, say.no_order));
  const state = it.state ? say.named(say.order_states, it.state) : say.unknown;
  const owner = it.sender_is_owner === null ? say.unknown : it.sender_is_owner ? say.yes : say.no;
  const facts = [
    [say.paid, `${say.money(it.paid)}${it.payment ? ` · ${it.payment}` : ""}`],
    [say.owner, owner, it.sender_is_owner ? "good" : "warn"],
    ...(it.placed_on ? [[say.placed, say.day(it.placed_on)]] : []),
  ];
  return element(
    "section",
    { id: "order" },
    element("h2", {}, `${say.order} ${it.number} · ${state}`),
    element("dl", {}, facts.map((each) => fact(...each))),
    details("lines", say.lines, it.lines.map((line) => orderLine(line, say))),
  );
}

function fact(term, told, tone) {
  return element("div", {}, element("dt", {}, term), " ", element("dd", { class: tone }, told));
}

function orderLine(line, say) {
  const counts = [
    `${line.ordered} ${say.ordered_units}`,
    `${line.shipped} ${say.shipped_units}`,
    ...(line.refunded ? [`${line.refunded} ${say.refunded_units}`] : []),
  ];
  return element("li", {}, element("strong", {}, line.sku), ` ${counts.join(", ")} · ${say.money(line.paid)}`);
}

function asked({ asked: it, reading }, say) {
  const kinds = reading.kinds.map((each) => each.label).join(" + ");
  const what = [kinds, reading.reason?.label, `${say.percent(reading.confidence)} ${say.sure}`].filter(Boolean).join(" · ");
  const flags = reading.flags.map((each) => element("li", {}, each.label));
  return element(
    "section",
    { id: "asked" },
    element("h2", {}, `${say.asked}: ${what}`),
    element("p", {}, it.articles || say.no_articles),
    reading.tone.length ? element("p", { id: "tone", class: "warn" }, reading.tone.join(" · ")) : null,
    flags.length ? element("ul", { class: "flags" }, flags) : null,
    advice(reading),
    words(reading, say),
  );
}

// What a language model read otherwise, if there is one.
function advice({ advice: it, language }) {
  if (!it) return null;
  const quote = it.words ? [", ", element("q", { lang: language, dir: "auto" }, it.words)] : null;
  return element("p", { id: "advice", class: "quiet" }, it.said, quote);
}

// The newest words with what was read in them marked; long ones folded away below the words that counted.
function words(reading, say) {
  const { text, evidence, language } = reading;
  if (!text) return null;
  const said = { lang: language, dir: "auto" };
  const whole = element("blockquote", { ...said, "aria-label": say.evidence }, marked(text, evidence));
  if (text.length <= LONG.characters && text.split("\n").length <= LONG.lines) return whole;
  const quotes = [...new Set(merged(evidence).map(({ start, end }) => short(text.slice(start, end))))].slice(0, SNIPPETS);
  return [
    quotes.length ? element("ul", { class: "quotes", "aria-label": say.evidence }, quotes.map((each) => element("li", said, element("q", {}, each)))) : null,
    element("details", { id: "words" }, element("summary", {}, say.words), whole),
  ];
}

function short(text) {
  const characters = [...text]; // never half of an emoji
  return characters.length > LONG.snippet ? `${characters.slice(0, LONG.snippet).join("").trimEnd()}…` : text;
}

function marked(text, evidence) {
  let at = 0;
  const parts = merged(evidence).flatMap(({ start, end, labels }) => {
    const named = [...labels].join(", ");
    const label = element("span", { class: "visually-hidden", lang: document.documentElement.lang }, ` (${named})`);
    const before = text.slice(at, start);
    at = end;
    return [before, element("mark", { title: named }, text.slice(start, end), label)];
  });
  return [...parts, text.slice(at)];
}

// Spans in the text's order; those that overlap are one, with the labels of all. Offsets are those of JavaScript.
function merged(evidence) {
  const spans = [];
  for (const { start, end, label } of evidence) {
    const last = spans.at(-1);
    if (last && start < last.end) {
      last.end = Math.max(last.end, end);
      last.labels.add(label);
    } else spans.push({ start, end, labels: new Set([label]) });
  }
  return spans;
}

function options(view, say, act, confirming) {
  const shown = view.options.map((each) => option(each, view, say, act, confirming));
  return element(
    "section",
    { id: "options" },
    element("h2", { class: "visually-hidden" }, say.options),
    element("ul", { class: "options" }, shown),
  );
}

function option(it, view, say, act, confirming) {
  const worth = it.amount === null ? "–" : `${it.goods ? `${say.worth} ` : ""}${say.money(it.amount)}`;
  const line = [
    element("span", { class: "mark", "aria-hidden": "true" }, MARKS[it.verdict]),
    element("span", { class: "visually-hidden" }, `${say[it.verdict]}: `),
    element("strong", {}, it.label),
    element("span", { class: "amount" }, worth),
  ];
  return element(
    "li",
    { class: it.verdict, id: `option-${it.option}` },
    element("p", { class: "line" }, line),
    it.back ? element("p", { class: "why" }, say.fill(say.goes_back, { amount: say.money(it.back) })) : null,
    why(it, view.case.why_label, say),
    it.approvable && it.waits ? element("p", { class: "why" }, say.waits) : null,
    it.approvable ? approval(it, view, say, act, confirming === it.option) : null,
  );
}

// All reasons where there is a button, but for the one that the headline tells; else the strictest one, the others a
// step away.
function why(it, told, say) {
  const [first, ...others] = reasons(it);
  if (it.approvable) return reasons(it).filter((each) => each !== told).map((each) => element("p", { class: "why" }, each));
  if (!others.length) return first ? element("p", { class: "why" }, first) : null;
  return details(`why-${it.option}`, `${first} (+ ${others.length} ${say.more})`, others.map((each) => element("li", {}, each)));
}

function reasons({ reasons: found, why_not: whyNot }) {
  const labels = found.map(({ label, detail }) => (detail ? `${label} (${detail})` : label));
  return whyNot && !found.some(({ label }) => label === whyNot) ? [whyNot, ...labels] : labels;
}

// The question stands below the button, never in its place: the second half of a double click cannot answer it.
function approval(it, view, say, act, asking) {
  const values = { amount: say.money(it.amount), order: view.order?.number ?? "" };
  const id = `approve-${it.option}`;
  const button = element(
    "button",
    { id, type: "button", class: it.wanted ? "primary" : "", disabled: asking, "aria-expanded": String(asking), onclick: () => act.approve(it) },
    say.fill(say[it.option], values),
  );
  return asking ? [button, question(it, say, act, values, id)] : button;
}

function question(it, say, act, values, id) {
  return element(
    "div",
    { class: "question", id: "question", role: "group", tabindex: "-1", "aria-labelledby": `${id}-text` },
    element("p", { id: `${id}-text` }, say.fill(say[`confirm_${it.option}`], values)),
    element("button", { id: "confirm", type: "button", class: "primary", onclick: act.confirm }, say.confirm),
    element("button", { id: "back", type: "button", onclick: act.cancel }, say.back),
  );
}

function draft(view, say, act) {
  if (!view.draft) return null;
  return element("p", {}, element("button", { id: "draft", type: "button", onclick: act.draft }, say.draft[act.reply]));
}

function refunded({ refunded: before }, say) {
  if (!before.length) return null;
  const told = before.map(({ amount, on }) => `${say.money(amount)} (${say.day(on)})`).join(", ");
  return element("p", { id: "refunded" }, `${say.refunded}: ${told}`);
}

function actions({ actions: done }, say) {
  if (!done.length) return null;
  const items = done.map(({ kind, state, made }) => {
    const id = made ? ` · ${say.number} ${made}` : "";
    return element("li", {}, `${say.named(say.kinds, kind)}: ${say.named(say.states, state)}${id}`);
  });
  return element("section", { id: "actions" }, element("h2", {}, say.actions), element("ul", {}, items));
}

function trail({ trail: entries }, say) {
  const items = entries.map(({ at, actor, what }) => {
    const [role, id] = actor.split(":");
    const who = `${say.named(say.actors, role)}${id && !UNNAMED.includes(id) ? ` ${id}` : ""}`;
    return element("li", {}, `${say.moment(at)} · ${who} · ${say.named(say.happened, what)}`);
  });
  return details("trail", say.trail, items);
}

function details(id, summary, items) {
  return items.length ? element("details", { id }, element("summary", {}, summary), element("ul", {}, items)) : null;
}
