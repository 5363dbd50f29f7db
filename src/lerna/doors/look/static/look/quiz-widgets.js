// What makes answering easier with a script: lines are moved by arrows or dragged, a point is set on its picture. The
// fields that the form has without a script hold the answer in any case.

const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

// Puts an answer into the fields of its question.
export const showFields = (question, fields) => {
  for (const field of question.querySelectorAll("[name]")) {
    const own = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = own.includes(field.value);
    else if (field.type !== "hidden" && field.type !== "submit") field.value = own[0] ?? "";
  }
  for (const list of question.querySelectorAll("[data-order]")) sortLines(list);
  for (const point of question.querySelectorAll("[data-point]")) showPoint(point);
};

export const readyWidgets = (quiz) => {
  for (const list of quiz.querySelectorAll("[data-order]")) readyOrder(quiz, list);
  for (const point of quiz.querySelectorAll("[data-point]")) readyPoint(point);
};

// Lines

const placeOf = (line) => line.querySelector("select");

const sortLines = (list) => {
  const lines = [...list.children];
  if (lines.every((line) => placeOf(line).value)) list.append(...lines.sort((one, other) => placeOf(one).value - placeOf(other).value));
};

const numberLines = (list) => {
  [...list.children].forEach((line, place) => {
    placeOf(line).value = place + 1;
  });
  changed(placeOf(list.firstElementChild));
};

const readyOrder = (quiz, list) => {
  const announced = quiz.querySelector("[data-announce]");
  const tell = (line) => {
    const place = [...list.children].indexOf(line) + 1;
    announced.textContent = `${line.querySelector("[data-line]").textContent.trim()}. ${announced.dataset.moved} ${place}`;
  };
  sortLines(list);
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    const line = button.closest("li");
    if (button.dataset.move === "1") line.nextElementSibling?.after(line);
    else line.previousElementSibling?.before(line);
    button.focus();
    numberLines(list);
    tell(line);
  });
  list.closest("[data-question]").querySelector("[data-keep-order]").addEventListener("click", () => numberLines(list));
  let dragged = null;
  for (const line of list.children) line.draggable = true;
  list.addEventListener("dragstart", ({ target }) => {
    dragged = target.closest("li");
  });
  list.addEventListener("dragover", (event) => {
    const line = event.target.closest("li");
    if (!dragged || !line) return;
    event.preventDefault();
    if (line === dragged) return;
    const { top, height } = line.getBoundingClientRect();
    if (event.clientY < top + height / 2) line.before(dragged);
    else line.after(dragged);
  });
  list.addEventListener("dragend", () => {
    dragged = null;
    numberLines(list);
  });
};

// A point on a picture, in percent

const showPoint = (point) => {
  const [across, down] = [...point.querySelectorAll("input")].map(({ value }) => Number(value.replace(",", ".")));
  const mark = point.querySelector("[data-mark]");
  mark.hidden = ![...point.querySelectorAll("input")].every(({ value }) => value);
  mark.style.left = `${across}%`;
  mark.style.top = `${down}%`;
};

const readyPoint = (point) => {
  const picture = point.querySelector("img");
  const [across, down] = point.querySelectorAll("input");
  const set = (x, y) => {
    const bound = (percent) => Math.round(Math.min(100, Math.max(0, percent)) * 10) / 10;
    across.value = bound(x);
    down.value = bound(y);
    showPoint(point);
    changed(across);
  };
  picture.tabIndex = 0;
  picture.addEventListener("click", ({ clientX, clientY }) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    set(((clientX - left) / width) * 100, ((clientY - top) / height) * 100);
  });
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  picture.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 : 1;
    set(Number(across.value || 50) + move[0] * step, Number(down.value || 50) + move[1] * step);
  });
  point.addEventListener("input", () => showPoint(point));
  showPoint(point);
};
