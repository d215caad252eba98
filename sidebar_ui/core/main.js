// What the page does: ask the host for the ticket, show the case, carry out what the agent confirms, watch it end.

import { Api, ApiError, fetching } from "./api.js";
import { element, replace } from "./dom.js";
import { speaker, spoken } from "./i18n.js";
import { render } from "./view.js";

const HOSTS = {
  zendesk: () => import("../hosts/zendesk.js"),
  freshdesk: () => import("../hosts/freshdesk.js"),
  gorgias: () => import("../hosts/gorgias.js"),
};
// Milliseconds between looks while something is under way, and for how long what was read counts as fresh. A host that
// lets few calls through sets its own.
const PACE = { poll: 2_000, fresh: 0 };
const WATCH = 300_000; // and how long to look for at most

class Page {
  #host;
  #api;
  #ticket;
  #language;
  #view = null;
  #shown = "";
  #readAt = 0;
  #pace;
  #say;
  #confirming = null;
  #busy = false; // a click is being carried out: every other one is ignored
  #watchUntil = 0;
  #app = document.getElementById("app");
  #notice = document.getElementById("notice");

  constructor(host, api, ticket, language) {
    this.#host = host;
    this.#api = api;
    this.#ticket = ticket;
    this.#language = language;
    this.#pace = host.pace ?? PACE;
    this.#say = speaker(language ?? spoken(navigator.language) ?? "en");
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#confirming) this.#cancel();
    });
  }

  async open() {
    this.#watchSize();
    this.#host.onActivated(() => this.#activated().catch((error) => this.#failed(error)));
    await this.#carryOut(() => this.load());
    if (this.#underWay()) this.#watch();
  }

  // The agent came back to us, perhaps on another ticket: what stood here of the one before must not be acted on.
  async #activated() {
    const ticket = await this.#host.ticketId();
    if (ticket !== this.#ticket) this.#leave(ticket);
    else if (Date.now() - this.#readAt < this.#pace.fresh) return;
    await this.load();
    if (this.#underWay()) this.#watch();
  }

  #leave(ticket) {
    this.#ticket = ticket;
    [this.#view, this.#shown, this.#confirming] = [null, "", null];
    this.#tell("");
    this.#app.replaceChildren(element("p", { class: "quiet" }, "Retour …"));
    this.#app.setAttribute("aria-busy", "true");
  }

  // Read the case anew. Nothing is redrawn while it stayed the same, or under an open question.
  async load() {
    const ticket = this.#ticket;
    this.#readAt = Date.now();
    const view = await this.#api.view(ticket, this.#language);
    if (ticket !== this.#ticket) return; // the agent went on to another one meanwhile
    const shown = JSON.stringify(view);
    if (shown === this.#shown || this.#confirming) return;
    [this.#view, this.#shown] = [view, shown];
    this.#say = speaker(view.language);
    document.documentElement.lang = view.language;
    this.#draw();
  }

  #draw() {
    if (!this.#view) return;
    const act = {
      reply: this.#host.reply,
      approve: (option) => this.#ask(option),
      // the second click of a double one is never meant for what stands there by then
      confirm: (event) => event.detail < 2 && this.#carryOut(() => this.#approve()),
      cancel: () => this.#cancel(),
      undo: (event) => event.detail < 2 && this.#carryOut(() => this.#undo()),
      draft: () => this.#carryOut(() => this.#draft()),
    };
    replace(this.#app, render(this.#view, this.#say, act, this.#confirming?.option ?? null), "#headline");
    this.#app.removeAttribute("aria-busy");
  }

  // The focus goes to the question, not to its button: a key held down cannot answer it.
  #ask(option) {
    if (this.#busy) return;
    this.#confirming = option;
    this.#tell("");
    this.#draw();
    document.getElementById("question").focus();
  }

  #cancel() {
    if (this.#busy) return;
    const { option } = this.#confirming;
    this.#confirming = null;
    this.#draw();
    document.getElementById(`approve-${option}`)?.focus();
  }

  async #approve() {
    const { option, amount } = this.#confirming;
    const { id, decision } = this.#view.case;
    this.#tell(this.#say.sending);
    try {
      await this.#api.approve(id, decision, option, amount);
    } finally {
      this.#confirming = null;
      this.#shown = ""; // draw even if nothing changed: the question is over
    }
    this.#tell(this.#say.ordered);
    this.#watch();
    await this.load();
  }

  async #undo() {
    const { undone } = await this.#api.undo(this.#view.case.id);
    this.#tell(undone.length ? this.#say.undone : this.#say.too_late);
    await this.load();
  }

  async #draft() {
    await this.#host.insertReply(this.#view.draft);
    this.#tell(this.#say.drafted[this.#host.reply]);
  }

  // One thing at a time, every failure in words.
  async #carryOut(work) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await work();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  async #failed(error) {
    const say = this.#say;
    const status = error instanceof ApiError ? error.status : null;
    const refused = this.#host.request ? say.app_secret : say.expired;
    const told = { 401: refused, 429: say.busy, 504: say.no_answer, 404: say.not_found, 409: say.stale, 0: say.no_answer, 502: say.no_answer, 503: say.no_answer };
    this.#tell(told[status] ?? say.fill(say.failed, { said: error.message || `${status}` }), "alert");
    if (status === 401 || !this.#view) return;
    await this.load().catch(() => this.#draw());
  }

  #underWay() {
    const open = (each) => each.kind !== "note" && (each.state === "pending" || each.state === "claimed");
    return Boolean(this.#view?.case) && this.#view.actions.some(open);
  }

  #watch() {
    const watching = this.#watchUntil > Date.now();
    this.#watchUntil = Date.now() + WATCH;
    if (!watching) setTimeout(() => this.#look(), this.#pace.poll);
  }

  async #look() {
    try {
      await this.load();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        this.#watchUntil = 0;
        await this.#failed(error);
      } // anything else may pass: look again
    }
    if (!this.#underWay() && this.#watchUntil) {
      this.#watchUntil = 0;
      if (this.#view?.case?.state === "settled") this.#tell(this.#say.finished);
    }
    if (this.#watchUntil > Date.now()) setTimeout(() => this.#look(), this.#pace.poll);
  }

  #tell(text, role = "status") {
    this.#notice.setAttribute("role", role);
    this.#notice.textContent = text;
  }

  #watchSize() {
    let told = 0;
    new ResizeObserver(() => {
      const height = Math.ceil(document.body.getBoundingClientRect().height);
      if (height === told) return;
      told = height;
      this.#host.resize(height).catch(() => {}); // a host that does not resize us lets us scroll
    }).observe(document.body);
  }
}

async function start() {
  const holder = document.getElementById("retour");
  const given = JSON.parse(holder.textContent); // host; bearer where we served the page; ticket where that is known
  holder.remove(); // from here on the bearer is in this script's memory only
  const { connect } = await HOSTS[given.host]();
  const host = await connect(given);
  const send = host.request ? (...call) => host.request(...call) : fetching(given.bearer);
  const [ticket, locale] = await Promise.all([host.ticketId(), host.locale()]);
  await new Page(host, new Api(send), ticket, spoken(locale)).open();
}

start().catch(() => {
  const say = speaker(spoken(navigator.language) ?? "en");
  document.getElementById("app").replaceChildren(element("p", { id: "empty" }, say.no_host));
});
