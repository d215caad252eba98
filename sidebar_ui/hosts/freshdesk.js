// Freshdesk's side: this page is zipped into their app and talks through the object that their client script gives.
// Calls to our server are request templates (config/requests.json): Freshdesk fills in the secret and sends them itself,
// so it is never in this page. Whatever the host says of agent or ticket is what a browser says; the server knows that.

import { asHtml } from "../core/dom.js";

const TEMPLATES = { view: "retourTicket", approve: "retourApprove", undo: "retourUndo" };
const TALLEST = 700; // pixels that the host allows

export async function connect() {
  return new Freshdesk(await globalThis.app.initialized());
}

class Freshdesk {
  reply = "insert"; // how a draft gets into the answer
  // milliseconds; the account's agents share 50 calls a minute, and the host calls us active right after the first load
  pace = { poll: 15_000, fresh: 10_000 };
  #client;

  constructor(client) {
    this.#client = client;
  }

  async ticketId() {
    return String((await this.#client.data.get("ticket")).ticket.id);
  }

  // The agent's locale, else the browser's: where the host tells it is not documented.
  async locale() {
    const said = await this.#client.data.get("loggedInUser").catch(() => null);
    return said?.loggedInUser?.contact?.language ?? navigator.language;
  }

  async request(name, values, body) {
    const given = body ? { context: values, body: JSON.stringify(body) } : { context: values };
    try {
      const { status, response } = await this.#client.request.invokeTemplate(TEMPLATES[name], given);
      return { status: status ?? 200, text: response };
    } catch (error) {
      // what our server refused is a rejection with its status and text; without a status nobody answered
      if (!error?.status) throw new Error(error?.message ?? "the request was not answered");
      return { status: error.status, text: error.response ?? "" };
    }
  }

  async insertReply(text) {
    await this.#client.interface.trigger("click", { id: "reply" });
    await this.#client.interface.trigger("setValue", { id: "editor", text: asHtml(text), replace: false, position: "end" });
  }

  resize(height) {
    return this.#client.instance.resize({ height: `${Math.min(height, TALLEST)}px` });
  }

  onActivated(listener) {
    this.#client.events.on("app.activated", listener);
  }
}
