// The filters of the list.
"use strict";
(() => {
  const form = document.querySelector("#filters");
  const rows = [...document.querySelectorAll("tbody tr")].map((row) => ({
    row,
    status: row.dataset.status,
    text: row.textContent.toLocaleLowerCase(),
  }));
  function filter() {
    const open = new Set([...form.querySelectorAll("[name=status]:checked")].map((box) => box.value));
    const text = form.elements.text.value.trim().toLocaleLowerCase();
    let shown = 0;
    for (const each of rows) {
      const on = open.has(each.status) && each.text.includes(text);
      each.row.hidden = !on;
      shown += on;
    }
    document.querySelector("#shown").textContent = `${shown} shown`;
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (form.elements.text.value || form.querySelector("[name=status]:not(:checked)")) filter();
})();
