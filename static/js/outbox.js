// Reports of players that the site has not answered yet. They stay in this browser until it has: each under a key of its
// own, so that tabs never overwrite each other, with the address of the profile that it is for. A report that is sent
// twice counts once, so whatever may have got lost is simply sent again.

const PREFIX = "play/";
const MOST = 100; // reports that the site takes together
const AGAIN = 10_000;
const unkept = new Map(); // where the browser keeps nothing
let sending = null;
let timer = 0;

export function keep(address, report) {
  const [key, text] = [PREFIX + report.client_id, JSON.stringify({ address, report })];
  try {
    localStorage.setItem(key, text);
  } catch {
    unkept.set(key, text);
  }
}

// Sends what waits; true once nothing does.
export function send() {
  sending ??= deliver().finally(() => (sending = null));
  return sending;
}

// The same while the page is being left: nobody will read the answers, so what is sent stays until it is sent again.
export function sendLeaving() {
  for (const [address, waiting] of grouped()) {
    for (const batch of batches(waiting)) navigator.sendBeacon(address, body(batch));
  }
}

addEventListener("online", send);
addEventListener("pageshow", send);
send();

async function deliver() {
  clearTimeout(timer);
  let done = true;
  for (const [address, waiting] of grouped()) {
    for (const batch of batches(waiting)) done = (await post(address, batch)) && done;
  }
  if (!done) timer = setTimeout(send, AGAIN);
  return done;
}

// True if the site has answered for all of them. Whoever is not signed in may be later; what it cannot read, it never will.
async function post(address, batch) {
  let status = 0;
  try {
    const answer = await fetch(address, { method: "POST", body: body(batch), keepalive: true, redirect: "manual" });
    status = answer.status;
  } catch {
    // The network is gone.
  }
  if (status === 400 && batch.length > 1) {
    for (const one of batch) await post(address, [one]);
    return true;
  }
  if (status !== 200 && status !== 400) return false;
  for (const { key } of batch) forget(key);
  return true;
}

function forget(key) {
  unkept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // It was never kept.
  }
}

function body(batch) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  form.set("report", JSON.stringify({ sent_at: new Date().toISOString(), plays: batch.map(({ report }) => report) }));
  return form;
}

// What waits, by address, the oldest first.
function grouped() {
  const groups = new Map();
  for (const [key, text] of entries()) {
    const { address, report } = JSON.parse(text);
    if (!groups.has(address)) groups.set(address, []);
    groups.get(address).push({ key, report });
  }
  for (const found of groups.values()) found.sort((a, b) => a.report.happened_at.localeCompare(b.report.happened_at));
  return groups;
}

function* batches(waiting) {
  for (let start = 0; start < waiting.length; start += MOST) yield waiting.slice(start, start + MOST);
}

function entries() {
  const found = [...unkept];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) found.push([key, localStorage.getItem(key)]);
    }
  } catch {
    // This browser keeps nothing.
  }
  return found;
}
