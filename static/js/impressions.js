// Tells which cards were really on screen: half of a card for a second, once for a page view, row and title. What is
// opened, played or rated from a card carries the page view and the row along.

import { unique } from "./unique.js";

const page = document.getElementById("page");
const SEEN = 1000;
const EVERY = 5000;
const MOST = 100;
const waiting = new Map();
const told = new Set();
let queue = [];
let version = "";
let timer = 0;

// A page that somebody goes back to is the same view of it; a new visit or a reload is another.
const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const view = (back && history.state?.view) || unique();
history.replaceState({ ...history.state, view }, "");

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting, intersectionRatio } of entries) {
      clearTimeout(waiting.get(target));
      waiting.delete(target);
      if (isIntersecting && intersectionRatio >= 0.5) waiting.set(target, setTimeout(note, SEEN, target));
    }
  },
  { threshold: 0.5 },
);

for (const kind of ["htmx:load", "page-changed"]) document.addEventListener(kind, watch);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : watch()));
addEventListener("pagehide", leave);
addEventListener("pageshow", watch);
watch();

function watch() {
  for (const card of page.querySelectorAll(".row[data-key] .card[data-title], .billboard[data-title]")) {
    if (told.has(name(card))) continue;
    // Anew: the observer tells of a card once, and of one that has moved or was hidden with its tab not again.
    if (!waiting.has(card)) observer.unobserve(card);
    observer.observe(card);
  }
}

function note(card) {
  waiting.delete(card);
  observer.unobserve(card);
  if (!card.isConnected || told.has(name(card))) return;
  const now = card.closest("[data-version]").dataset.version;
  if (now !== version || queue.length === MOST) send();
  version = now;
  told.add(name(card));
  queue.push(shown(card));
  timer ||= setTimeout(send, EVERY);
}

function shown(card) {
  const block = blockOf(card);
  const rows = [...page.querySelectorAll(".row[data-key], .billboard[data-key]")];
  const place = block === card ? 0 : [...card.parentElement.children].indexOf(card);
  return { title: Number(card.dataset.title), row: block.dataset.key, row_place: rows.indexOf(block), place };
}

function send() {
  clearTimeout(timer);
  timer = 0;
  if (!queue.length) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("report", JSON.stringify({ page_view: view, page: version, shown: queue }));
  navigator.sendBeacon(page.dataset.impressions, body);
  queue = [];
}

function leave() {
  for (const late of waiting.values()) clearTimeout(late);
  waiting.clear();
  send();
}

// Links and forms of a card, of the look that it opens, and of the billboard: whoever uses them has seen it.
for (const kind of ["click", "auxclick"]) document.addEventListener(kind, follow, true);
document.addEventListener("htmx:configRequest", ({ detail: { elt, verb, parameters } }) => {
  const card = verb === "post" && page.contains(elt) && elt.closest("[data-title]");
  if (!card) return;
  Object.assign(parameters, { row: blockOf(card).dataset.key, view });
  note(card);
});

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const card = link && page.contains(link) && link.closest("[data-title]");
  if (!card) return;
  const url = new URL(link.href);
  if (!url.searchParams.has("row")) return; // to another title, which a reason names
  url.searchParams.set("row", blockOf(card).dataset.key);
  url.searchParams.set("view", view);
  link.href = url;
  note(card);
}

function blockOf(part) {
  return part.closest(".row[data-key], .billboard[data-key]");
}

function name(card) {
  return `${blockOf(card)?.dataset.key} ${card.dataset.title}`;
}
