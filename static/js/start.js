// What scripts add is not needed to see a page, and on a slow phone they would keep its pictures waiting. So they come
// once what is on screen is there, or at the first sign of somebody. A form that is sent before then waits for them.

const own = document.getElementById("start");
const { library } = own.dataset;
const modules = own.dataset.modules.trim().split(/\s+/);
const SIGNS = ["pointerdown", "pointermove", "touchstart", "wheel", "keydown", "focusin"];
const FRAMES = 3; // pictures are decoded and put together beside the page's own work
const PATIENCE = 500;
let begun = null;

function begin() {
  begun ??= bring()
    .then(() => document.dispatchEvent(new Event("started")))
    .catch(() => {}) // offline: the page is one without scripts
    .finally(() => {
      removeEventListener("submit", hold, true);
      own.dataset.over = "";
    });
  return begun;
}

// All on their way at once, and one set going after another, so that none keeps a finger waiting for long.
async function bring() {
  for (const href of modules) document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  await classic(library);
  for (const one of modules) await import(one);
}

// Set going as it is read, but for a page between its two events, the first of which it waits for.
async function classic(source) {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: source, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  if (document.readyState === "interactive") document.dispatchEvent(new Event("DOMContentLoaded"));
}

async function hold(event) {
  const { target, submitter } = event;
  if (!target.matches("[hx-post]")) return;
  event.preventDefault();
  await begin();
  if (submitter) submitter.click();
  else target.requestSubmit();
}

// Once what was loaded is painted; a tab that nobody looks at paints nothing.
async function rest() {
  await Promise.race([frames(FRAMES), new Promise((go) => setTimeout(go, PATIENCE))]);
  if (window.requestIdleCallback) requestIdleCallback(begin, { timeout: PATIENCE });
  else setTimeout(begin);
}

async function frames(number) {
  for (let left = number; left > 0; left -= 1) await new Promise(requestAnimationFrame);
}

for (const sign of SIGNS) addEventListener(sign, begin, { once: true, capture: true, passive: true });
addEventListener("submit", hold, true);
if (document.readyState === "complete") rest();
else addEventListener("load", rest);
