// What comes at the end: of an episode the next one, after a countdown that can be called off; else what to do now. And
// whoever has not touched anything for long is asked whether anybody is still there.

import { buttons, part, write } from "./parts.js";

const COUNTDOWN = 8; // seconds before the end, and the least for which it is shown
const EPISODES = 3; // that began by themselves
const UNTOUCHED = 2 * 60 * 60; // seconds of play

export class Ending {
  // `go` plays the next episode; `after` is where it says what to watch next.
  constructor(player, video, { go, after }) {
    this.player = player;
    this.video = video;
    this.go = go;
    this.after = after;
    this.card = part("up-next");
    this.sheet = part("end");
    this.still = document.getElementById("still");
    this.touched();
    video.addEventListener("timeupdate", () => this.#look());
    video.addEventListener("seeked", () => this.#look());
    video.addEventListener("ended", () => this.#ended());
    video.addEventListener("play", () => this.#hideSheet());
    for (const button of buttons("next")) button.addEventListener("click", () => this.next());
    for (const button of buttons("again")) button.addEventListener("click", () => this.#again());
    for (const button of buttons("stay")) button.addEventListener("click", () => this.#stay());
    for (const button of buttons("go-on")) button.addEventListener("click", () => this.still.close());
    this.still.addEventListener("close", () => this.#goOn());
    for (const kind of ["pointerdown", "pointermove", "keydown"]) {
      player.addEventListener(kind, () => this.touched());
    }
  }

  open({ next }) {
    this.upcoming = next;
    this.stays = false;
    this.waiting = null;
    clearInterval(this.counting);
    this.card.hidden = true;
    this.#hideSheet();
    write("next-label", next?.label ?? "");
    for (const button of buttons("next")) button.hidden = !next;
  }

  next() {
    if (!this.upcoming) return;
    clearInterval(this.counting);
    this.go(this.upcoming);
  }

  // Somebody is there.
  touched() {
    this.episodes = 0;
    this.playedUntouched = 0;
    this.lookedAt = null;
  }

  #again() {
    this.#hideSheet();
    this.video.currentTime = 0;
    this.video.play().catch(() => {});
  }

  #stay() {
    this.stays = true;
    clearInterval(this.counting);
    this.card.hidden = true;
    if (this.video.ended) this.#showSheet();
    else this.player.querySelector("media-controller").focus();
  }

  #look() {
    const { video } = this;
    this.#tire();
    const left = video.duration - video.currentTime;
    const close = Boolean(this.upcoming) && !this.stays && left <= COUNTDOWN;
    if (!close) {
      clearInterval(this.counting);
      this.card.hidden = true;
      this.shownAt = null;
    } else if (this.card.hidden) {
      this.card.hidden = false;
      this.shownAt = performance.now();
    }
    if (close && !video.ended) write("seconds", Math.ceil(left / video.playbackRate));
  }

  #ended() {
    this.#look();
    if (!this.upcoming || this.stays) {
      this.#showSheet();
      return;
    }
    // Whoever jumped to the end has time to call it off as well.
    const least = this.shownAt + (COUNTDOWN / 2) * 1000;
    const count = () => {
      if (!this.video.ended) return; // somebody went back
      const left = Math.ceil((least - performance.now()) / 1000);
      write("seconds", Math.max(left, 0));
      if (left <= 0) this.#goByItself();
    };
    clearInterval(this.counting);
    this.counting = setInterval(count, 250);
    count();
  }

  #goByItself() {
    clearInterval(this.counting);
    if (this.episodes + 1 >= EPISODES) {
      this.#ask(this.upcoming);
      return;
    }
    this.episodes += 1;
    this.go(this.upcoming);
  }

  #tire() {
    const { currentTime, paused, seeking } = this.video;
    if (this.lookedAt !== null && !paused && !seeking) {
      const moved = currentTime - this.lookedAt;
      if (moved > 0 && moved < 5) this.playedUntouched += moved;
    }
    this.lookedAt = currentTime;
    if (this.playedUntouched > UNTOUCHED) this.#ask(null);
  }

  #ask(waiting) {
    this.waiting = waiting;
    this.video.pause();
    this.card.hidden = true;
    if (!this.still.open) this.still.showModal();
  }

  // Answered: by its button or by Escape, which both say that somebody is there.
  #goOn() {
    this.touched();
    if (this.waiting) this.go(this.waiting);
    else this.video.play().catch(() => {});
  }

  async #showSheet() {
    this.sheet.hidden = false;
    this.player.classList.add("at-end");
    this.sheet.querySelector("h2").focus();
    const list = this.sheet.querySelector("[data-show=after]");
    if (this.asked) return;
    this.asked = true;
    try {
      const answer = await fetch(this.after, { redirect: "manual" });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
      part("after").hidden = !list.firstElementChild;
    } catch {
      this.asked = false; // without a network there is still the rest of it
    }
  }

  #hideSheet() {
    this.sheet.hidden = true;
    this.player.classList.remove("at-end");
  }
}
