// Tells the site where the viewer is and how much was really played. Seconds are the title's: what plays may be a
// stand-in of another length.

import { keep, send, sendLeaving } from "../outbox.js";
import { unique } from "../unique.js";

const EVERY = 10_000; // of play
const SETTLED = 400; // after a jump, while somebody may still be dragging
const GAP = 1.5; // seconds of play beyond what time has passed that are no jump

export class Progress {
  constructor(video, address) {
    this.video = video;
    this.address = address;
    this.close();
    for (const kind of ["timeupdate", "pause", "ended"]) video.addEventListener(kind, () => this.#count());
    video.addEventListener("playing", () => this.#begin());
    video.addEventListener("seeking", () => (this.seen = null));
    video.addEventListener("seeked", () => this.#settle());
    for (const kind of ["pause", "ended"]) video.addEventListener(kind, () => this.report());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    addEventListener("pagehide", () => this.leave());
  }

  // From here on it is about this film or episode: `told` as the site gave it.
  open(told) {
    this.told = told;
    this.session = unique();
    this.played = 0; // seconds of what plays, not told yet
    this.lent = 0; // parts of seconds that were left over
    this.begun = false;
    this.last = -1;
    this.seen = null;
    this.reported = performance.now();
  }

  close() {
    clearTimeout(this.settling);
    this.told = null;
  }

  // Says it, if there is anything to say. Resolves once the site has heard it, or cannot.
  report() {
    this.#write();
    return send();
  }

  leave() {
    this.#count();
    this.#write();
    sendLeaving();
  }

  get position() {
    const { video, told } = this;
    const { length } = told.playback;
    return video.ended ? length : Math.min(length, Math.round((video.currentTime / video.duration) * length));
  }

  #write() {
    clearTimeout(this.settling);
    const { video, told } = this;
    if (!told || !this.begun || !(video.duration > 0)) return;
    const { title, episode, length } = told.playback;
    const exact = (this.played / video.duration) * length + this.lent;
    const watched = Math.floor(exact);
    if (this.position === this.last && watched === 0) return;
    this.last = this.position;
    this.played = 0;
    this.lent = exact - watched;
    this.reported = performance.now();
    keep(this.address, {
      client_id: unique(),
      title,
      episode,
      position: this.position,
      duration: length,
      watched: Math.min(watched, length),
      device: "web",
      session: this.session,
      row: told.row,
      page_view: told.page_view,
      happened_at: new Date().toISOString(),
    });
  }

  #begin() {
    this.begun = true;
    this.#mark();
  }

  // What went by since the last look was played, unless it is more than can have gone by: then somebody jumped.
  #count() {
    const { video, seen } = this;
    if (!this.told || video.seeking) return;
    if (seen) {
      const moved = video.currentTime - seen.at;
      const passed = ((performance.now() - seen.when) / 1000) * video.playbackRate;
      if (moved > 0 && moved <= passed + GAP) this.played += moved;
    }
    this.#mark();
    if (!video.paused && performance.now() - this.reported >= EVERY) this.report();
  }

  #mark() {
    const { video } = this;
    this.seen = video.paused || video.ended ? null : { at: video.currentTime, when: performance.now() };
  }

  #settle() {
    this.#mark();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.report(), SETTLED);
  }
}
