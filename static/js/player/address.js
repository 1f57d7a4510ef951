// Signed addresses of one video. They work for a while; before that is over they are made anew, and whatever is loaded
// by an older one is asked for by the newest.

const MARGIN = 20_000; // milliseconds before the end at which new ones are asked for
const PAUSE = 2_000; // between tries that failed
const PATIENCE = 10_000; // for an answer, as nothing is loaded before it

export class Address {
  constructor(told, renewed) {
    this.renewAt = told.renew;
    this.renewed = renewed;
    this.folders = [];
    this.refused = false;
    this.asking = null;
    this.triedAt = -Infinity;
    this.#take(told.playback);
  }

  // The same file by an address that works.
  current(url) {
    const old = this.folders.find((folder) => url.startsWith(folder));
    return old ? this.folders[0] + url.slice(old.length) : url;
  }

  // The site said that they do not work any more, whatever the clock says.
  expire() {
    if (!this.asking) this.endsAt = -Infinity;
  }

  // Resolves when there are addresses that work, or none to be had: then the old ones fail, and that says why.
  async fresh() {
    const now = performance.now();
    if (!this.asking) {
      if (now < this.endsAt || now < this.triedAt + PAUSE || this.refused) return;
      this.asking = this.#renew().finally(() => (this.asking = null));
    }
    await this.asking;
  }

  async #renew() {
    this.triedAt = performance.now();
    try {
      const answer = await fetch(this.renewAt, {
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const told = answer.ok ? await answer.json() : null;
      if (told?.playback) {
        this.#take(told.playback);
        this.renewed(told);
      } else if (answer.status < 500 && answer.status !== 429) {
        this.refused = true;
      }
    } catch {
      // The network is gone; what is loaded next will say so.
    }
  }

  #take({ manifest, expires_in }) {
    const url = new URL(manifest, location);
    this.folders.unshift(new URL(".", url).href);
    // Half of a short life is left for what is under way.
    const left = expires_in === null ? Infinity : expires_in * 1000;
    this.endsAt = performance.now() + Math.max(left - MARGIN, left / 2);
  }
}
