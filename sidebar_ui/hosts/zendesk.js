// Zendesk's side of the frame: the few messages of its app framework that we need. Nothing else knows the host.
// Messages to the host are JSON texts, its own may be objects or texts; only the parent window at the origin that the
// frame's address names is listened to.

import { asHtml } from "../core/dom.js";

const REGISTERED = 10_000; // milliseconds to wait for the host's answer to the handshake
const ANSWER = 5_000; // and for its answers later

// Resolve to the host once it registered this frame; reject where nobody does.
export async function connect() {
  const query = new URLSearchParams(location.search);
  const [origin, guid] = [query.get("origin"), query.get("app_guid")];
  if (!origin || !guid || window.parent === window) throw new Error("not in a frame of the helpdesk");
  const host = new Zendesk(new URL(origin).origin, guid);
  await host.registered;
  return host;
}

class Zendesk {
  reply = "insert"; // how a draft gets into the answer
  #origin;
  #guid;
  #context = {};
  #waiting = new Map();
  #listeners = new Map();
  #last = 0;

  constructor(origin, guid) {
    this.#origin = origin;
    this.#guid = guid;
    window.addEventListener("message", (event) => this.#receive(event));
    this.registered = patient(REGISTERED, (resolve) => this.#listeners.set("app.registered", resolve)).then((said) => {
      this.#context = said?.context ?? {};
    });
    this.#post({ key: "iframe.handshake", message: { version: "2.0.9" } });
  }

  async ticketId() {
    return String(this.#context.ticketId ?? (await this.#ask("get", ["ticket.id"], "ticket.id")));
  }

  // The agent's locale, such as fr or en-US; undefined where the host does not say.
  async locale() {
    try {
      return (await this.#ask("get", ["currentUser"], "currentUser"))?.locale;
    } catch {
      return undefined;
    }
  }

  insertReply(text) {
    return this.#invoke("ticket.editor.insert", asHtml(text));
  }

  resize(height) {
    return this.#invoke("resize", { width: "100%", height: `${height}px` });
  }

  onActivated(listener) {
    this.#listeners.set("pane.activated", listener);
    this.#post({ key: "iframe.on:pane.activated", message: { subscriberCount: 1 } });
  }

  #invoke(name, ...given) {
    return this.#ask("invoke", { [name]: given }, name);
  }

  #ask(request, params, path) {
    const id = ++this.#last;
    const answer = patient(ANSWER, (resolve) => this.#waiting.set(id, resolve));
    this.#post({ id, request, params });
    return answer
      .then((result) => {
        if (result?.errors?.[path]) throw new Error(`"${path}" ${result.errors[path].message}`);
        return result?.[path];
      })
      .finally(() => this.#waiting.delete(id));
  }

  #post(message) {
    const addressed = { ...message, appGuid: this.#guid, instanceGuid: this.#context.instanceGuid ?? this.#guid };
    window.parent.postMessage(JSON.stringify(addressed), this.#origin);
  }

  #receive(event) {
    if (event.source !== window.parent || event.origin !== this.#origin) return;
    const message = typeof event.data === "string" ? parsed(event.data) : event.data;
    if (message?.id !== undefined) this.#waiting.get(message.id)?.(message.result);
    else if (message?.key?.startsWith?.("zaf.")) this.#listeners.get(message.key.slice(4))?.(message.message);
  }
}

// A promise that is rejected after so many milliseconds.
function patient(milliseconds, start) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the helpdesk does not answer")), milliseconds);
    start((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
