/* Films by HLS, in the size that the line carries. The player is fetched when a film is near; whatever fails, the plain
   file that stands in the page goes on from the same second. */

const { player } = document.currentScript.dataset;
const films = [...document.querySelectorAll("video[data-film]")];
const NEAR = "300px";

let loading;
const loadPlayer = () => {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = player;
    script.onload = () => done(window.Hls);
    script.onerror = fail;
    document.head.append(script);
  });
  return loading;
};

const goOnPlain = (video, second, wasPlaying) => {
  video.removeAttribute("src");
  video.load(); // what the page names as its source
  if (second) video.addEventListener("loadedmetadata", () => { video.currentTime = second; }, { once: true });
  if (wasPlaying) video.play();
};

const stream = async (video) => {
  const Hls = await loadPlayer();
  if (!Hls.isSupported() || !video.paused || video.currentTime) return; // it plays as it is
  const hls = new Hls({ autoStartLoad: false, enableWorker: false, capLevelToPlayerSize: true });
  hls.on(Hls.Events.ERROR, (_event, { fatal }) => {
    if (!fatal) return;
    const { currentTime, paused } = video;
    hls.destroy();
    goOnPlain(video, currentTime, !paused);
  });
  hls.loadSource(video.dataset.film);
  hls.attachMedia(video);
  video.addEventListener("play", () => hls.startLoad(), { once: true });
};

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      stream(target).catch(() => {}); // without the player the plain file stays
    }
  },
  { rootMargin: NEAR },
);
for (const film of films) near.observe(film);
