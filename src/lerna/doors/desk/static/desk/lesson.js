// The editor of a lesson: a preview while one writes, pictures that are pasted or dropped, Ctrl+S. All of it works without.
"use strict";
const form = document.querySelector("[data-preview]");
const text = form.querySelector("textarea[name=text]");
const shown = document.querySelector("[data-shown]");
const state = form.querySelector("[data-state]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
let timer = 0;
let isDirty = false;

async function preview() {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("text", text.value);
  const sent = text.value;
  const answer = await fetch(form.dataset.preview, { method: "POST", body });
  if (answer.ok && sent === text.value) shown.innerHTML = await answer.text();
}

function insert(words) {
  text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

async function keep(files) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  for (const file of files) body.append("file", file, file.name || "picture.png");
  try {
    const answer = await fetch(form.dataset.upload, { method: "POST", body, headers: { Accept: "application/json" } });
    const { names = [], fault = "" } = await answer.json();
    state.textContent = fault;
    for (const name of names) insert(`![](${name})\n`);
  } catch {
    state.textContent = form.dataset.failed;
  }
}

text.addEventListener("input", () => {
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(preview, 400);
});
text.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length) {
    event.preventDefault();
    keep(event.clipboardData.files);
  }
});
text.addEventListener("drop", (event) => {
  if (event.dataTransfer.files.length) {
    event.preventDefault();
    keep(event.dataTransfer.files);
  }
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});
form.addEventListener("submit", () => {
  isDirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});
const inserts = document.querySelector("[data-inserts]");
inserts.hidden = false;
inserts.addEventListener("click", (event) => {
  const kind = event.target.closest("[data-insert]")?.dataset.insert;
  if (kind) insert(`\n${document.querySelector(`[data-example=${kind}]`).content.textContent.trim()}\n`);
});
