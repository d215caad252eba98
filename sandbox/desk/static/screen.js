// The ticket's half of the screen: shows the conversation, sends replies, looks again every few seconds.

export const settings = JSON.parse(document.getElementById("settings").textContent);
export const editor = document.getElementById("editor");
const notice = document.getElementById("notice");
let shown = "";

export function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

export function notify(text, kind = "notice") {
  notice.textContent = text;
  notice.className = kind;
}

function said({ author, staff, public: open, html, at }) {
  const item = element("li", "", `${open ? "public" : "private"} ${staff ? "staff" : "customer"}`);
  const body = element("div", "");
  body.innerHTML = html; // cleaned by the server
  item.append(element("header", `${author} · ${open ? "public" : "internal"} · ${at}`), body);
  return item;
}

function show(ticket) {
  document.getElementById("status").textContent = ticket.status;
  document.getElementById("tags").replaceChildren(...ticket.tags.map((tag) => element("li", tag)));
  document.getElementById("comments").replaceChildren(...ticket.said.map(said));
}

// `changed(data)` hears of everything the server tells, once at the start and then when something is different.
export function start(changed) {
  function take(data) {
    const text = JSON.stringify(data);
    if (text === shown) return;
    shown = text;
    show(data.ticket);
    changed(data);
  }
  const here = `/desk/tickets/${settings.ticket.id}`;
  document.getElementById("reply").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const html = editor.textContent.trim() ? editor.innerHTML : "";
    const body = JSON.stringify({ html, public: form.get("public") === "true", status: form.get("status") });
    const answer = await fetch(`${here}/reply`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!answer.ok) return notify("The ticket could not be updated", "error");
    editor.replaceChildren();
    notify("");
    take(await answer.json());
  });
  setInterval(async () => {
    const answer = await fetch(`${here}/data`);
    if (answer.ok) take(await answer.json());
  }, 2000);
  take(settings);
}
