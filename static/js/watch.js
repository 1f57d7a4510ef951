// The watch page: puts the player together. Films change in place, so that full screen and picture in picture stay.

import { announce, buttons, write } from "./player/parts.js";
import { Ending } from "./player/ending.js";
import { Keys } from "./player/keys.js";
import { Menus } from "./player/menus.js";
import { Progress } from "./player/progress.js";
import { Skips } from "./player/skips.js";
import { Source } from "./player/source.js";
import { offerToSystem } from "./player/system.js";
import { translate } from "./player/words.js";

const LEAVING = 500; // milliseconds that leaving the page waits for the last report
const player = document.getElementById("player");
const video = player.querySelector("video");
const help = document.getElementById("keys");

const source = new Source(video, { worker: player.dataset.worker, say });
const progress = new Progress(video, player.dataset.plays);
const menus = new Menus(player, source);
const skips = new Skips(player, video);
const ending = new Ending(player, video, { go, after: player.dataset.after });
new Keys(player, video, {
  next: () => ending.next(),
  skip: () => skips.skip(),
  help: () => help.showModal(),
  captions: () => menus.toggleCaptions(),
  speed: (step) => menus.turnSpeed(step),
  close: () => menus.close(),
});

// The whole player goes full screen, with what lies over the picture; the controls would take their own part of it.
const screen = {
  mediaenterfullscreenrequest: () => player.requestFullscreen(),
  mediaexitfullscreenrequest: () => document.exitFullscreen(),
};
for (const [kind, act] of Object.entries(screen)) {
  const turn = (event) => {
    event.stopPropagation();
    act().catch(() => {});
  };
  player.addEventListener(kind, turn, true);
}

customElements.whenDefined("media-time-range").then(() => translate(player, video));
video.addEventListener("loadeddata", () => player.removeAttribute("data-waiting"), { once: true });
for (const button of buttons("help")) button.addEventListener("click", () => help.showModal());
for (const button of buttons("reload")) button.addEventListener("click", () => location.reload());
for (const button of buttons("retry")) button.addEventListener("click", retry);
player.addEventListener("click", leave);

addEventListener("online", () => retry.instead && retry());

open(JSON.parse(document.getElementById("told").textContent));

function open(told) {
  write("episode", told.episode);
  document.title = [told.episode, told.name].filter(Boolean).join(" · ");
  progress.open(told);
  skips.open(told.playback);
  ending.open(told);
  source.open(told);
  offerToSystem(told, video, { next: told.next && (() => ending.next()) });
  // A browser that does not let pages make a sound by themselves shows the play button instead.
  video.play().catch(() => {});
}

// On to another episode. What was watched is told first, of the one that it was.
async function go(next) {
  video.defaultPlaybackRate = video.playbackRate; // which a new source goes back to
  progress.report();
  progress.close();
  try {
    const answer = await fetch(next.playback, { redirect: "manual", cache: "no-store" });
    const told = answer.ok ? await answer.json() : null;
    if (!told?.playback) {
      location.assign(next.page); // which says what is the matter
      return;
    }
    history.replaceState(history.state, "", next.page);
    open(told);
    announce(told.episode);
  } catch {
    say("offline", () => go(next));
  }
}

// Shows what is wrong, or that nothing is. `again` is what trying again does, if it is not loading on.
function say(what, again = null) {
  retry.instead = again;
  for (const message of player.querySelectorAll("[data-message]")) {
    const showing = message.dataset.message === what;
    if (showing && message.hidden) requestAnimationFrame(() => message.querySelector("button").focus());
    message.hidden = !showing;
  }
  player.classList.toggle("has-message", Boolean(what));
}

function retry() {
  const { instead } = retry;
  say("");
  if (instead) {
    instead();
    return;
  }
  source.retry();
  video.play().catch(() => {});
}

// Links that leave the player wait a moment for the last report, so that the next page knows of it.
async function leave(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  video.pause();
  await Promise.race([progress.report(), new Promise((done) => setTimeout(done, LEAVING))]);
  location.assign(link.href);
}
