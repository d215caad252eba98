// The page's calls to our own server. The bearer lives here, in memory, and goes into the Authorization header only.

const BASE = new URL("../../api/", import.meta.url);
const PATIENCE = 20_000; // milliseconds; the server only reads and writes its own database

// `status` 0: there was no answer, so what the call did is not known.
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

export class Api {
  #bearer;

  constructor(bearer) {
    this.#bearer = bearer;
  }

  view(ticket, language) {
    const query = language ? `?language=${encodeURIComponent(language)}` : "";
    return this.#call("GET", `tickets/${encodeURIComponent(ticket)}${query}`);
  }

  // Repeating it is safe: the server orders the same option of the same decision once.
  approve(caseId, decision, option, amount) {
    return this.#call("POST", `cases/${encodeURIComponent(caseId)}/approve?language=${document.documentElement.lang}`, { decision, option, amount });
  }

  undo(caseId) {
    return this.#call("POST", `cases/${encodeURIComponent(caseId)}/undo`, {});
  }

  async #call(method, path, body) {
    const headers = { Authorization: `Bearer ${this.#bearer}` };
    if (body) headers["Content-Type"] = "application/json";
    let response, said;
    try {
      response = await fetch(new URL(path, BASE), {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      said = await response.json();
    } catch (error) {
      throw new ApiError(response && !response.ok ? response.status : 0, "no_answer", error.message);
    }
    if (!response.ok) throw new ApiError(response.status, said.error, said.message ?? "");
    return said;
  }
}
