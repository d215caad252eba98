import { Host } from "./host.js";

const holder = document.getElementById("host-settings");
const settings = JSON.parse(holder.textContent);
const editor = document.getElementById("editor");
const notice = document.getElementById("notice");
const frame = document.getElementById("app");
let data = settings.data;

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function commentItem(comment) {
  const item = element("li", "", `${comment.public ? "public" : "private"} ${comment.staff ? "staff" : "customer"}`);
  const head = element("header", `${comment.author} · ${comment.public ? "public" : "internal"} · ${comment.created_at}`);
  if (comment.metadata.trusted === false) head.append(element("span", ` ⚠ flags ${comment.metadata.flags}`, "flagged"));
  const body = element("div", "");
  body.innerHTML = comment.html_body; // cleaned by the server
  item.append(head, body);
  for (const file of comment.attachments) {
    const link = element("a", file.file_name);
    link.href = file.content_url;
    item.append(link, " ");
  }
  return item;
}

function show() {
  const { ticket, comments } = data;
  const status = document.getElementById("status");
  status.textContent = ticket.status;
  status.className = `status ${ticket.status}`;
  document.getElementById("requester").textContent = `${ticket.requester.name} <${ticket.requester.email ?? "no address"}>`;
  document.getElementById("tags").replaceChildren(...ticket.tags.map((tag) => element("li", tag)));
  document.getElementById("comments").replaceChildren(...comments.map(commentItem));
}

function notify(text, kind = "notice") {
  notice.textContent = text;
  notice.className = kind;
}

function insert(html) {
  editor.insertAdjacentHTML("beforeend", html);
}

const desk = {
  readable: () => ({
    ticket: { ...data.ticket, comments: data.comments.map(({ id, html_body, author_id }) => ({ id, value: html_body, author: author_id })) },
    currentUser: settings.answers.currentUser,
    currentAccount: settings.answers.currentAccount,
    comment: { text: editor.innerHTML },
  }),
  set: {
    "comment.text": (text) => { editor.innerHTML = text; return text; },
  },
  invoke: {
    resize: ({ height }) => { if (height) frame.style.height = height; },
    notify,
    "ticket.editor.insert": insert,
    "comment.appendHtml": insert,
    "comment.appendText": (text) => editor.append(text),
    track: () => null,
    hide: () => { frame.hidden = true; },
    show: () => { frame.hidden = false; },
  },
};

const host = frame ? new Host(frame, new URL(holder.dataset.frame).origin, settings, desk) : null;
window.host = host; // for tests and the curious
document.getElementById("load")?.submit(); // only now: the first message must find somebody listening

function take(fresh) {
  const before = data;
  data = fresh;
  if (JSON.stringify(before) === JSON.stringify(fresh)) return;
  show();
  host?.send("ticket.updated", { ticketId: settings.ticketId });
  if (before.ticket.status !== fresh.ticket.status) {
    host?.send("ticket.status.changed", fresh.ticket.status);
  }
}

async function refresh() {
  const answer = await fetch(`/agent/tickets/${settings.ticketId}/data`);
  if (answer.ok) take(await answer.json());
}

document.getElementById("reply").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const objection = await (host?.objection() ?? null);
  if (objection) return notify(objection, "error");
  const answer = await fetch(`/agent/tickets/${settings.ticketId}/reply`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      html: editor.textContent.trim() ? editor.innerHTML : "",
      public: form.get("public") === "true",
      status: form.get("status"),
      agent_id: settings.agentId,
    }),
  });
  if (!answer.ok) return notify("The ticket could not be updated", "error");
  editor.replaceChildren();
  notify("");
  take(await answer.json());
  host?.send("ticket.submit.done");
});

show();
setInterval(refresh, 2000);
