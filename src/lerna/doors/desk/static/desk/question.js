// A question's form: rows come and go without a new page, and a right area is drawn on the picture. All of it works
// without: the buttons send the form, and areas are written in percent.
"use strict";
const $ = (name, number) => document.querySelector(`[name="answers-${number}-${name}"]`);

async function press(form, button) {
  const body = new FormData(form, button);
  const answer = await fetch(location.href, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-question]");
  if (!next) return location.reload();
  form.replaceWith(next);
  const [act, prefix] = button.value.split(":");
  if (act === "add") {
    const own = next.querySelectorAll(`[data-row] [name^="${prefix}-"]`);
    own[own.length - 1].closest("[data-row]").querySelector("input, textarea").focus();
  } else next.querySelector(`[value^="add:${prefix}"]`)?.focus();
  draw();
}

// Areas on the picture.
const areas = () => [...document.querySelectorAll("[name^='answers-'][name$='-left']")].map((_, number) => number);
const figures = (number) => ["left", "top", "width", "height"].map((name) => $(name, number));

function draw() {
  const picture = document.querySelector("[data-picture]");
  if (!picture) return;
  for (const old of picture.querySelectorAll(".quiz-area")) old.remove();
  for (const number of areas()) {
    const fields = figures(number);
    if (fields.some((one) => one.value === "")) continue;
    const box = document.createElement("div");
    box.className = "quiz-area";
    ["left", "top", "width", "height"].forEach((name, at) => {
      box.style[name] = `${fields[at].value}%`;
    });
    picture.append(box);
  }
}

function place(picture, event) {
  const box = picture.querySelector("img").getBoundingClientRect();
  const share = (value, from, size) => Math.min(Math.max((100 * (value - from)) / size, 0), 100);
  return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
}

function fill(number, corner, size) {
  const values = [...corner, ...size];
  figures(number).forEach((one, at) => {
    one.value = Math.floor(values[at] * 10) / 10;
  });
  draw();
}

const POINT = 10; // percent: how large an area is that was only tapped
const beside = (value) => Math.min(Math.max(value - POINT / 2, 0), 100 - POINT);
let begun = null;
document.addEventListener("pointerdown", (event) => {
  const picture = event.target.closest?.("[data-picture]");
  if (!picture) return;
  event.preventDefault();
  const free = areas().find((number) => figures(number).every((one) => one.value === ""));
  begun = { picture, number: free ?? areas().at(-1), from: place(picture, event) };
});
document.addEventListener("pointermove", (event) => {
  if (!begun) return;
  const [x, y] = place(begun.picture, event);
  const [left, top] = [Math.min(x, begun.from[0]), Math.min(y, begun.from[1])];
  fill(begun.number, [left, top], [Math.max(x, begun.from[0]) - left, Math.max(y, begun.from[1]) - top]);
});
document.addEventListener("pointerup", () => {
  if (begun && figures(begun.number).some((one) => one.value === "")) fill(begun.number, begun.from.map(beside), [POINT, POINT]);
  begun = null;
});
document.addEventListener("input", draw);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-question]") || event.submitter?.name !== "do") return;
  event.preventDefault();
  press(event.target, event.submitter);
});
draw();
