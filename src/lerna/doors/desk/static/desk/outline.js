// Lessons are dragged to another place or section. The buttons beside them do the same without it.
"use strict";
let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-lesson]");
  if (dragged) {
    event.dataTransfer.effectAllowed = "move";
    dragged.toggleAttribute("data-dragged", true);
  }
});
document.addEventListener("dragover", (event) => {
  const section = event.target.closest?.("[data-section]");
  if (!dragged || !section) return;
  event.preventDefault();
  const over = event.target.closest("[data-lesson]");
  const list = section.querySelector("ol");
  if (!over) list.append(dragged);
  else if (over !== dragged) {
    const box = over.getBoundingClientRect();
    over.parentNode.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  }
});
document.addEventListener("dragend", async () => {
  const section = dragged?.closest("[data-section]");
  dragged?.removeAttribute("data-dragged");
  dragged = null;
  if (!section) return;
  const order = new FormData();
  order.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  order.set("section", section.dataset.section);
  for (const lesson of section.querySelectorAll("[data-lesson]")) order.append("lesson", lesson.dataset.lesson);
  try {
    await fetch(section.dataset.order, { method: "POST", body: order });
  } finally {
    location.reload(); // what stands then is what was kept
  }
});
