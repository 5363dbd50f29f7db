/* Opens a package in its frame when somebody wants it, and shows anew how far they are when it has said something. What
   it sends says nothing but that: the page is asked again for the rest. */

const OFTEN = 2000; // milliseconds between two looks
const ENDING = ":scope > :not(nav, .lesson-keys)"; // what the end of the lesson says of it
let soon = 0;

const open = (way) => {
  const stage = way.previousElementSibling;
  way.querySelector("[data-package-start]").hidden = true;
  way.querySelector("[data-package-full]").hidden = !document.fullscreenEnabled;
  stage.hidden = false;
  const frame = stage.querySelector("iframe");
  frame.src = stage.dataset.package;
  frame.focus();
};

const look = async () => {
  soon = 0;
  const answer = await fetch(location.pathname);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const state of document.querySelectorAll("[data-package-state]")) {
    const other = fresh.getElementById(state.id);
    if (other) state.replaceChildren(...other.childNodes);
  }
  const [end, ended] = [document, fresh].map((page) => page.getElementById("done"));
  if (!end || !ended) return;
  for (const old of end.querySelectorAll(ENDING)) old.remove();
  end.prepend(...ended.querySelectorAll(ENDING));
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-package-start], [data-package-full]");
  if (!button) return;
  const way = button.parentElement;
  if ("packageStart" in button.dataset) open(way);
  else way.previousElementSibling.requestFullscreen();
});

addEventListener("message", (event) => {
  const stages = [...document.querySelectorAll("[data-package]")];
  const stage = stages.find((one) => one.querySelector("iframe").contentWindow === event.source);
  if (stage && event.origin === new URL(stage.dataset.package).origin) soon ||= setTimeout(look, OFTEN);
});
