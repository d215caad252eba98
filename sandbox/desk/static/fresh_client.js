// What an app's page gets where the platform's client script would stand: `app.initialized()` and the object it gives.
// The rest of the world is the window around it, except for requests: those leave from the platform's server.

(() => {
  const waiting = new Map();
  const listeners = new Map();
  let last = 0;

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== location.origin) return;
    if (data.event) for (const listener of listeners.get(data.event) ?? []) listener({ type: data.event });
    const { resolve, reject } = waiting.get(data.id) ?? {};
    if (!resolve) return;
    waiting.delete(data.id);
    if (data.error) reject(data.error);
    else resolve(data.result);
  });

  function ask(method, given) {
    const id = ++last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      window.parent.postMessage({ id, method, given }, location.origin);
    });
  }

  async function invokeTemplate(name, { context = {}, body } = {}) {
    if (body !== undefined && typeof body !== "string") throw { status: 400, message: "body must be a string" };
    const answer = await fetch(`/desk/app-requests/${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ context, body }),
    });
    const said = await answer.json();
    if (said.status >= 400) throw said;
    return said;
  }

  const client = {
    data: { get: (name) => ask("data.get", name) },
    events: {
      on(name, listener) {
        listeners.set(name, [...(listeners.get(name) ?? []), listener]);
        ask("events.on", name);
      },
    },
    instance: { resize: (given) => ask("instance.resize", given) },
    interface: { trigger: (name, given) => ask("interface.trigger", { name, ...given }) },
    iparams: { get: () => ask("iparams.get") },
    request: { invokeTemplate },
  };
  window.app = { initialized: () => Promise.resolve(client) };
})();
