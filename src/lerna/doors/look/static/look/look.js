// Small comforts; every page works without them.
"use strict";
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;

  // A link to a place on this page leaves the menu open behind it; close it.
  const link = target?.closest("[popover] a[href*='#']");
  link?.closest("[popover]").hidePopover?.();

  // <button data-copy="text" data-copied="Copied"> copies, and says so.
  const button = target?.closest("[data-copy]");
  if (button) {
    navigator.clipboard?.writeText(new URL(button.dataset.copy, location.href).href).then(() => {
      const said = document.createElement("span");
      said.setAttribute("role", "status");
      said.textContent = button.dataset.copied ?? "";
      button.append(said);
      setTimeout(() => said.remove(), 2000);
    });
  }
});

// Answers of a quiz that the network hasn't taken yet are the learner's: whoever uses this browser next doesn't get them.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.endsWith("/sign-out/")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("lerna-quiz:")) localStorage.removeItem(key);
  } catch {
    // storage is switched off: nothing is kept there
  }
});
