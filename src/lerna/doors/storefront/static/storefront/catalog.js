/* Comfort only: a filter works at once, and the page stays where it is. Without this file the form does the same. */

(() => {
  const form = document.querySelector("[data-catalog]");
  if (!form) return;
  let current;

  const show = async (address, remember) => {
    current?.abort();
    current = new AbortController();
    const results = document.querySelector("[data-results]");
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: current.signal });
      if (!answer.ok) throw new Error(answer.status);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      results.replaceWith(fresh.querySelector("[data-results]"));
      if (remember) history.pushState(null, "", address);
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(address);
    }
  };

  const write = () => {
    const asked = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...asked]) if (!value) asked.delete(name);
    return `${form.action}?${asked}`;
  };

  form.addEventListener("change", (event) => {
    if (event.target.name !== "q") show(write(), true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector("#filters:popover-open")?.hidePopover();
    show(write(), true);
  });
  addEventListener("popstate", () => location.reload());
})();
