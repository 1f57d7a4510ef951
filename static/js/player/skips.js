// Buttons over the picture while something plays that may be skipped.

export class Skips {
  constructor(player, video) {
    this.video = video;
    this.buttons = [...player.querySelectorAll("[data-skip]")];
    this.markers = [];
    for (const kind of ["timeupdate", "seeked"]) video.addEventListener(kind, () => this.#look());
    for (const button of this.buttons) button.addEventListener("click", () => this.skip());
  }

  open({ markers }) {
    this.markers = markers;
    this.#look();
  }

  skip() {
    const marker = this.#here();
    if (!marker) return;
    this.video.currentTime = Math.min(marker.end, this.video.duration);
    this.video.play().catch(() => {});
  }

  #here() {
    const { currentTime } = this.video;
    return this.markers.find(({ start, end }) => start <= currentTime && currentTime < end - 0.5);
  }

  #look() {
    const kind = this.#here()?.kind;
    for (const button of this.buttons) button.hidden = button.dataset.skip !== kind;
  }
}
