// j and k go through the requests, / to the search. Links and forms work without it, in the same order.
"use strict";
document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const lines = [...document.querySelectorAll("[data-line]")];
  const step = { j: 1, k: -1 }[event.key];
  if (step && lines.length) {
    const here = lines.indexOf(document.activeElement);
    lines[here < 0 ? 0 : Math.max(0, Math.min(here + step, lines.length - 1))].focus();
  } else if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[role=search] input[type=text]")?.focus();
  }
});
