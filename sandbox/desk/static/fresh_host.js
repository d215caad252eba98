// The window around an app of the Freshworks platform: answers what its page asks and tells it when it is looked at.

import { editor, notify, settings, start } from "./screen.js";

const TALLEST = 700;
const frame = document.getElementById("app");
const state = { ticket: settings.ticket, replying: false };

const answers = {
  "data.get"(name) {
    if (name === "ticket") return { ticket: { id: state.ticket.id, subject: state.ticket.subject } };
    if (name === "loggedInUser") return { loggedInUser: settings.loggedInUser };
    throw { message: `no data named ${name}` };
  },
  "events.on"(name) {
    if (name === "app.activated") send(name); // the agent opened the app: that is how it came here
  },
  "instance.resize"({ height }) {
    frame.style.height = `${Math.min(parseInt(height, 10), TALLEST)}px`;
  },
  "interface.trigger"({ name, id, text, position, replace, message }) {
    if (name === "showNotify") return notify(message);
    if (name === "click" && id === "reply") {
      state.replying = true;
      return editor.focus();
    }
    if (name !== "setValue" || id !== "editor") throw { message: `no ${name} of ${id}` };
    if (!state.replying) throw { message: "the editor is not open" };
    if (replace) editor.innerHTML = text;
    else editor.insertAdjacentHTML(position === "start" ? "afterbegin" : "beforeend", text);
    return undefined;
  },
  "iparams.get": () => settings.iparams,
};

function send(event) {
  frame.contentWindow.postMessage({ event }, location.origin);
}

window.addEventListener("message", ({ source, origin, data }) => {
  if (source !== frame?.contentWindow || origin !== location.origin) return;
  const { id, method, given } = data;
  try {
    const result = answers[method](given);
    source.postMessage({ id, result }, origin);
  } catch (error) {
    source.postMessage({ id, error: { message: error.message } }, origin);
  }
});

// The agent looks at the app again, perhaps on another ticket: the frame may be kept.
window.host = {
  activate(ticket = state.ticket) {
    state.ticket = ticket;
    send("app.activated");
  },
};
start(() => {});
if (frame) frame.src = "/desk/app/index.html"; // only now: the first message must find somebody listening
