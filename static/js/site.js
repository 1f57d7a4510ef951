// Small comforts on every page: the menu closes by itself, "/" goes to the search, what fails is said. What players
// could not tell the site is told by the next page, whichever it is.

import "./outbox.js";

const menu = document.querySelector(".menu");

document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.querySelector(".search__text");
    event.preventDefault();
    if (field) field.focus();
    else document.querySelector(".tab--search")?.click();
  }
});

function say(text) {
  const announcer = document.getElementById("announcer");
  announcer.textContent = "";
  requestAnimationFrame(() => (announcer.textContent = text));
}

// Pages of this site in other tabs hear of it, too.
const channel = new BroadcastChannel("taste");
document.addEventListener("taste-changed", () => channel.postMessage(""));
if (document.querySelector("[data-taste-changed]")) channel.postMessage("");

document.addEventListener("say", (event) => say(event.detail));
for (const kind of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(kind, () => {
    const text = document.getElementById("announcer").dataset.wrong;
    say(text);
    const note = document.createElement("p");
    note.className = "toast";
    note.textContent = text;
    document.body.append(note);
    setTimeout(() => note.remove(), 5000);
  });
}
