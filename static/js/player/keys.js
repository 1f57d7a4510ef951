// Every action by keyboard. Keys that mean something where the focus is, in a slider or a menu, are left to that.

import { announce } from "./parts.js";

const STEP = 10;
const LOUDER = 0.05;

export class Keys {
  // `actions` has what is more than a touch of the video: next, skip, help, captions, speed, close.
  constructor(player, video, actions) {
    this.player = player;
    this.video = video;
    this.actions = actions;
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || target.closest("textarea, select, [contenteditable]")) return;
    if (key === "Escape" && this.actions.close()) return event.preventDefault();
    const within = target.closest("media-time-range, media-volume-range, .player__menu");
    if (within && (key.startsWith("Arrow") || ["Home", "End", " ", "PageUp", "PageDown"].includes(key))) return;
    if ((key === " " || key === "Enter") && target.closest("a, button, [role=button]")) return;
    const act = this.#action(key.length === 1 ? key.toLowerCase() : key);
    if (!act) return;
    event.preventDefault();
    this.player.querySelector("media-controller").dispatchEvent(new PointerEvent("pointermove", { bubbles: true }));
    act();
  }

  #action(key) {
    const { video, actions } = this;
    if (/^\d$/.test(key)) return () => this.#seek((Number(key) / 10) * video.duration);
    return {
      " ": () => this.#toggle(),
      k: () => this.#toggle(),
      ArrowLeft: () => this.#seek(video.currentTime - STEP),
      j: () => this.#seek(video.currentTime - STEP),
      ArrowRight: () => this.#seek(video.currentTime + STEP),
      l: () => this.#seek(video.currentTime + STEP),
      Home: () => this.#seek(0),
      End: () => this.#seek(video.duration),
      ArrowUp: () => this.#turn(LOUDER),
      ArrowDown: () => this.#turn(-LOUDER),
      m: () => (video.muted = !video.muted),
      f: () => this.#turnFull(),
      p: () => this.#click("media-pip-button"),
      c: () => announce(actions.captions()),
      "<": () => announce(`${actions.speed(-1)}×`),
      ">": () => announce(`${actions.speed(1)}×`),
      s: actions.skip,
      n: actions.next,
      "?": actions.help,
    }[key];
  }

  #toggle() {
    if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  #seek(to) {
    if (this.video.duration > 0) this.video.currentTime = Math.min(Math.max(to, 0), this.video.duration);
  }

  #turn(by) {
    this.video.muted = false;
    this.video.volume = Math.min(Math.max(this.video.volume + by, 0), 1);
  }

  // Not by the button: browsers take a key for the wish of a person only where it is asked for at once.
  #turnFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.player.requestFullscreen?.().catch(() => {});
  }

  #click(name) {
    this.player.querySelector(name).click();
  }
}
