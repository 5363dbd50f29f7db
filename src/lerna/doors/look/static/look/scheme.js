// Light or dark: the reader's own choice, kept in this browser only (localStorage, no cookie, nothing is sent).
// Loaded before the first paint, so that the page never flashes in the other scheme.
"use strict";
(() => {
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem("scheme");
    } catch {
      return null; // storage is switched off: the system's choice stands
    }
  };
  const chosen = read();
  if (chosen === "light" || chosen === "dark") root.dataset.scheme = chosen;
  root.dataset.script = ""; // what needs a script is shown from the first paint on, so that nothing shifts later

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-scheme-switch]")) {
      button.addEventListener("click", () => {
        const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        root.dataset.scheme = (root.dataset.scheme ?? system) === "dark" ? "light" : "dark";
        try {
          localStorage.setItem("scheme", root.dataset.scheme);
        } catch {
          // the choice lasts for this page
        }
      });
    }
  });
})();
