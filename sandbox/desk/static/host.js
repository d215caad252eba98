// The parent's side of the sidebar app protocol: handshake, get, set, invoke, events, and the request proxy.
// Messages of the app are JSON texts; ours are objects, which both known client libraries take.

const unknown = (path) => ({ name: "APIError", message: "No such Api", path });

export class Host {
  // frame: the iframe element; origin: the app's; settings: from the page; desk: what the app may read and do.
  constructor(frame, origin, settings, desk) {
    Object.assign(this, { frame, origin, settings, desk });
    this.subscribed = new Map();
    this.waiting = null;
    this.trace = [];
    window.addEventListener("message", (event) => this.receive(event));
  }

  receive(event) {
    if (event.source !== this.frame.contentWindow || event.origin !== this.origin) return;
    const message = typeof event.data === "string" ? parse(event.data) : event.data;
    if (!message || message.appGuid !== this.settings.guid) return;
    this.trace.push({ dir: "app_to_host", data: message });
    if (message.request) this.answer(message);
    else if (message.key === "iframe.handshake") this.register();
    else if (message.key?.startsWith("iframe.on:")) this.subscribe(message.key.slice(10), message.message);
    else if (message.key?.startsWith("iframe.off:")) this.subscribe(message.key.slice(11), message.message);
    else if (message.key?.startsWith("iframe.reply:")) this.replied(message);
    else if (message.key?.startsWith("request:")) this.proxy(message.key, message.message);
  }

  post(data) {
    this.trace.push({ dir: "host_to_app", data });
    this.frame.contentWindow.postMessage(data, this.origin);
  }

  // An event reaches the app whether or not it said it listens: the app's library drops what nobody wants.
  send(name, message = {}) {
    this.post({ key: `zaf.${name}`, message });
  }

  register() {
    this.send("app.registered", this.settings.registered);
    this.send("app.activated", { firstLoad: true });
    this.send("pane.activated");
  }

  subscribe(name, { subscriberCount }) {
    this.subscribed.set(name, subscriberCount);
  }

  async answer({ id, request, params }) {
    const result = { errors: {} };
    const paths = request === "get" ? [params].flat() : Object.keys(params ?? {});
    for (const path of paths) {
      try {
        result[path] = await this.one(request, path, params[path]);
      } catch (error) {
        result.errors[path] = error.path ? error : { name: "Error", message: String(error.message), path };
      }
    }
    this.post({ id, result });
  }

  one(request, path, given) {
    if (request === "get") return this.read(path);
    const actions = request === "set" ? this.desk.set : this.desk.invoke;
    if (!Object.hasOwn(actions, path)) throw unknown(path);
    return request === "set" ? actions[path](given) : (actions[path](...[given].flat()) ?? null);
  }

  read(path) {
    let value = this.desk.readable();
    for (const part of path.split(".")) {
      if (value === null || typeof value !== "object" || !Object.hasOwn(value, part)) throw unknown(path);
      value = value[part];
    }
    return value;
  }

  // Ask the app whether the agent may submit; resolves to its objection, or null. An app that says nothing agrees.
  objection(patience = 5000) {
    if (!this.subscribed.get("ticket.save")) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.waiting = resolve;
      setTimeout(() => resolve(null), patience);
      this.post({ key: "zaf.ticket.save", message: null, needsReply: true });
    });
  }

  replied(message) {
    this.waiting?.(message.error?.msg ?? (message.error ? "The app refused" : null));
    this.waiting = null;
  }

  async proxy(key, options) {
    const asked = { ...options, agent_id: this.settings.agentId };
    if (asked.data && typeof asked.data !== "string") asked.data = new URLSearchParams(asked.data).toString();
    const response = await fetch("/agent/proxy", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    const { status, reason, text, type } = await response.json();
    const done = status >= 200 && status < 300;
    const body = done && type.includes("json") ? JSON.parse(text || "null") : text;
    const responseArgs = done
      ? [body, "success", { status }]
      : [{ status, responseText: text }, "error", reason];
    this.send(`${key}.${done ? "done" : "fail"}`, { responseArgs });
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
