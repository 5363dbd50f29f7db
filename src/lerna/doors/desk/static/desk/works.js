// A work is reviewed without the mouse. Links, fields and buttons do the same without this.
"use strict";
const form = document.querySelector("[data-review]");
const points = form ? [...form.querySelectorAll("[data-points]")] : [];

const send = (decision) => form.requestSubmit(form.querySelector(`[name=decision][value=${decision}]`));

document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send(event.shiftKey ? "return" : "accept");
    return;
  }
  const place = points.indexOf(event.target);
  if (event.key === "Enter" && place >= 0) {
    event.preventDefault(); // Enter in a field would send the form
    (points[place + 1] ?? form.querySelector("textarea")).focus();
    return;
  }
  const isTyping = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[0-9]$/.test(event.key) && points.length) {
    (points.find((one) => !one.value) ?? points[0]).focus(); // the digit itself is typed there by the browser
  } else {
    document.querySelector(`[data-step="${CSS.escape(event.key)}"]`)?.click();
  }
});

form?.querySelectorAll("[name=phrases]").forEach((box) =>
  box.addEventListener("change", () => {
    const words = form.querySelector("textarea");
    words.value = [words.value.trimEnd(), box.labels[0].textContent.trim()].filter(Boolean).join("\n\n");
    box.checked = false;
    words.focus();
  }),
);
