/* Remembers how far a lesson is scrolled and each video played, and goes on from there; arrows lead to other lessons. */

const kept = document.querySelector("[data-position]");
const videos = [...document.querySelectorAll("video[data-video]")];
const OFTEN = 15000; // milliseconds between two reports while something goes on
const EARLY = 5; // seconds of a video that aren't worth remembering
let reported = "";

const read = () => {
  const form = new FormData(kept);
  const reach = document.documentElement.scrollHeight - innerHeight;
  form.set("place", reach > 0 ? Math.min(100, Math.round((100 * scrollY) / reach)) : 0);
  for (const video of videos) {
    if (video.currentTime > EARLY) {
      form.set(`video-${video.dataset.video}`, video.ended ? 0 : Math.floor(video.currentTime));
    }
  }
  return form;
};

const report = () => {
  const form = read();
  const said = [...form.entries()].join();
  if (said !== reported) {
    reported = said;
    navigator.sendBeacon(kept.action, form);
  }
};

const resume = () => {
  const seconds = JSON.parse(kept.dataset.video);
  for (const video of videos) {
    const second = seconds[video.dataset.video];
    if (second) {
      const jump = () => { video.currentTime = second; };
      video.readyState > 0 ? jump() : video.addEventListener("loadedmetadata", jump, { once: true });
    }
    video.addEventListener("pause", report);
  }
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (kept.dataset.place > 0 && !location.hash && came === "navigate") {
    scrollTo({ top: (kept.dataset.place / 100) * (document.documentElement.scrollHeight - innerHeight), behavior: "instant" });
  }
};

const OWN_ARROWS = "input, textarea, select, video, audio, pre, iframe, [role=region]";

addEventListener("keydown", (event) => {
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!rel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest(OWN_ARROWS)) return;
  document.querySelector(`.lesson-steps [rel=${rel}]`)?.click();
});

addEventListener("load", () => {
  if (!kept) return;
  resume();
  reported = [...read().entries()].join();
  setInterval(report, OFTEN);
  addEventListener("pagehide", report);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && report());
});

document.querySelector("[data-print]")?.addEventListener("click", () => print());
