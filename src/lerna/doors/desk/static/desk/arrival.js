// How far an import is, looked at again by itself; the link beside it does the same without.
"use strict";
const PAUSE = 2000; // milliseconds
async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const shown = document.querySelector("[data-arrival]");
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page && page.querySelector("[data-arrival]");
  if (page && !next) location.replace(answer.url);
  else {
    if (next) shown.replaceChildren(...next.childNodes);
    setTimeout(look, PAUSE);
  }
}
setTimeout(look, PAUSE);
