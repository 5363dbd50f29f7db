// The page of a preview is loaded anew when the folder has changed; the browser keeps the place.
"use strict";
const { stamp } = document.body.dataset;
setInterval(async () => {
  const answer = await fetch("/stamp").catch(() => null);
  if (answer?.ok && (await answer.text()) !== stamp) location.reload();
}, 1000);
