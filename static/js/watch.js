// Keeps the place where a viewer is. The clip's length stands for the title's, so places are scaled to it.

const EVERY = 10_000;
const video = document.getElementById("video");
const form = document.getElementById("report");
const seconds = Number(video.dataset.seconds);
const start = Number(video.dataset.start);
const session = unique();
let begun = false;
let last = -1;

if (video.readyState >= HTMLMediaElement.HAVE_METADATA) resume();
else video.addEventListener("loadedmetadata", resume, { once: true });
video.addEventListener("playing", () => (begun = true));
for (const kind of ["pause", "seeked", "ended"]) video.addEventListener(kind, () => report());
setInterval(() => video.paused || report(), EVERY);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && report(true));
addEventListener("pagehide", () => report(true));

function resume() {
  if (start > 0) video.currentTime = start * video.duration;
}

async function report(leaving = false) {
  if (!begun || !video.duration) return;
  const position = video.ended ? seconds : Math.min(seconds, Math.round((video.currentTime / video.duration) * seconds));
  if (position === last) return;
  last = position;
  const body = new FormData(form);
  const told = { position, duration: seconds, session, client_id: unique() };
  for (const [name, value] of Object.entries(told)) body.set(name, value);
  if (leaving && navigator.sendBeacon(form.action, body)) return;
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
    if (!answer.ok) last = -1;
  } catch {
    last = -1; // not told: the next report says it again
  }
}

// crypto.randomUUID is there only over https and on localhost.
function unique() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
