// Gorgias draws no frame for us: a card's link opened this page in a window of its own, for the one ticket it names.

export async function connect({ ticket }) {
  if (!ticket) throw new Error("not opened by a card's link");
  return new Gorgias(ticket);
}

class Gorgias {
  reply = "copy"; // there is no editor that we reach
  #ticket;

  constructor(ticket) {
    this.#ticket = ticket;
    document.title = `Retour · ticket ${ticket}`;
  }

  async ticketId() {
    return this.#ticket;
  }

  async locale() {
    return navigator.language;
  }

  insertReply(text) {
    return navigator.clipboard.writeText(text);
  }

  async resize() {} // a window has its own size

  onActivated(listener) {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") listener();
    });
  }
}
