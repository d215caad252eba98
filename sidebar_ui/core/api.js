// The page's three calls to our own server, over whatever way its host has for them.

const BASE = new URL("../../api/", import.meta.url);
const SHOPS = "shop"; // for a language: the shop's own
const PATIENCE = 20_000; // milliseconds; the server only reads and writes its own database

// `status` 0: there was no answer, so what the call did is not known.
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

// `send(name, values, body)` makes the call `name`: `values` (texts) stand in its address, `body` is an object or
// undefined. It resolves to {status, text} whatever the status, and is rejected where there was no answer.
export class Api {
  #send;

  constructor(send) {
    this.#send = send;
  }

  view(ticket, language) {
    return this.#call("view", { ticket_id: ticket, language: language ?? SHOPS });
  }

  // Repeating it is safe: the server orders the same option of the same decision once.
  approve(caseId, decision, option, amount) {
    return this.#call("approve", { case_id: caseId, language: document.documentElement.lang }, { decision, option, amount });
  }

  undo(caseId) {
    return this.#call("undo", { case_id: caseId }, {});
  }

  async #call(name, values, body) {
    let status = 0;
    let said;
    try {
      const answer = await this.#send(name, values, body);
      status = answer.status;
      said = JSON.parse(answer.text);
    } catch (error) {
      throw new ApiError(failed(status) ? status : 0, "no_answer", error.message);
    }
    if (failed(status)) throw new ApiError(status, said.error, said.message ?? "");
    return said;
  }
}

function failed(status) {
  return status !== 0 && (status < 200 || status > 299);
}

const CALLS = {
  view: ({ ticket_id, language }) => ["GET", `tickets/${encodeURIComponent(ticket_id)}?language=${encodeURIComponent(language)}`],
  approve: ({ case_id, language }) => ["POST", `cases/${encodeURIComponent(case_id)}/approve?language=${encodeURIComponent(language)}`],
  undo: ({ case_id }) => ["POST", `cases/${encodeURIComponent(case_id)}/undo`],
};

// The way of a page that our server served: the bearer lives here, in memory, and goes into the Authorization header only.
export function fetching(bearer) {
  return async (name, values, body) => {
    const [method, path] = CALLS[name](values);
    const headers = { Authorization: `Bearer ${bearer}` };
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(new URL(path, BASE), {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, text: await response.text() };
  };
}
