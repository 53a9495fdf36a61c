// Keys of review: each presses a button or follows a link that is on the page. Nothing is fetched; the filters stay
// from page to page for as long as the tab is open.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const chosen = () => (document.activeElement && document.activeElement.closest(".card")) || one(".card.chosen");
  const press = (selector, root = document) => {
    const button = root && one(selector, root);
    if (button) button.click();
  };
  // Where the page opens: at the word in question, or with the words of the selected item in sight beside it.
  const near = one(".word.first, .word.near");
  if (near) {
    near.scrollIntoView({ block: "center" });
    near.focus({ preventScroll: true });
  }
  const opened = one(".card.chosen");
  const sign = opened && document.getElementById(`words-${opened.dataset.card}`);
  if (sign && matchMedia("(min-width: 52rem)").matches) sign.scrollIntoView({ block: "center" });

  // Every decision leads to a new page: what was filtered out stays so, but for the item that the page opens at.
  const filters = one("#filters");
  const fields = filters ? [...filters.elements].filter((field) => field.name) : [];
  const name = (field) => `${field.name} ${field.type === "checkbox" ? field.value : ""}`;
  const kept = JSON.parse(sessionStorage.getItem("extractor-filters") || "{}");
  for (const field of fields) {
    const value = kept[name(field)];
    if (value === undefined) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
    if (field.type === "select-one" && field.selectedIndex < 0) field.value = "";
  }
  if (filters) {
    if (Object.keys(kept).length) filters.dispatchEvent(new Event("input"));
    if (opened) opened.closest(".slot").hidden = false;
    filters.addEventListener("input", () => {
      const now = fields.map((field) => [name(field), field.type === "checkbox" ? field.checked : field.value]);
      sessionStorage.setItem("extractor-filters", JSON.stringify(Object.fromEntries(now)));
    });
  }

  const words = [...document.querySelectorAll(".word")];
  const step = (by) => {
    const at = words.indexOf(document.activeElement);
    const next = words[at < 0 ? 0 : at + by];
    if (next) next.focus();
  };

  const keys = {
    a: () => press("button.accept", chosen()),
    r: () => press("button.reject", chosen()),
    c: () => {
      const correct = chosen() && one("details.correct", chosen());
      if (!correct) return;
      correct.open = true;
      const first = one("a, button, select", one("dl", correct));
      if (first) first.focus();
    },
    e: () => {
      const reason = chosen() && one("input[name=reason]", chosen());
      if (reason) reason.focus();
    },
    u: () => press("#undo"),
    A: () => press("#accept-rest"),
    m: () => one("#add") && one("#add").focus(),
    n: () => {
      const link = one("#next");
      if (!link) return;
      const card = chosen();
      location.assign(card && card.dataset.item ? `${link.href.split("#")[0]}&item=${encodeURIComponent(card.dataset.item)}` : link.href);
    },
    l: () => press("a.back"),
    Escape: () => press("#back"),
  };
  if (words.length) Object.assign(keys, { ArrowLeft: () => step(1), ArrowRight: () => step(-1) });
  for (let number = 1; number < 10; number += 1) keys[number] = () => press(`.offers li:nth-child(${number}) button`);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea") || one("dialog[open]")) return;
    if (!Object.hasOwn(keys, event.key)) return;
    if (event.key === "Escape" && !one("#back")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  }, true);
})();
