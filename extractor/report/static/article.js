// Between an item and its words: hover, click and keys, and the filters. Nothing is fetched, nothing is written.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const cards = all(".card");
  const byNumber = new Map(cards.map((card) => [card.dataset.card, card]));
  const pieces = all(".text > span[data-start]");
  const words = new Map();
  for (const piece of pieces) {
    for (const number of (piece.dataset.cards || "").split(" ").filter(Boolean)) {
      if (!words.has(number)) words.set(number, []);
      words.get(number).push(piece);
    }
  }
  const split = matchMedia("(min-width: 52rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let selected = null;

  const wordsOf = (number) => words.get(number) || [];
  const between = (start, end) =>
    pieces.filter((piece) => +piece.dataset.start >= start && +piece.dataset.end <= end);
  const reveal = (element, block = "center") =>
    element && element.scrollIntoView({ block, inline: "nearest", behavior: split.matches && !calm.matches ? "smooth" : "auto" });

  function light(number, name, on) {
    const card = byNumber.get(number);
    if (card) card.classList.toggle(name, on);
    for (const piece of wordsOf(number)) piece.classList.toggle(name, on);
    const sign = document.getElementById(`words-${number}`);
    if (sign) sign.classList.toggle(name, on);
  }

  function select(number) {
    if (selected !== null) light(selected, "chosen", false);
    for (const piece of all(".text .pointed")) piece.classList.remove("pointed");
    selected = number;
    if (number === null) return;
    light(number, "chosen", true);
    const card = byNumber.get(number);
    document.dispatchEvent(new CustomEvent("item:selected", { detail: { card, item: card.dataset.item } }));
  }

  const shown = (card) => !card.closest(".slot").hidden;

  function toCard(number, focus) {
    const card = byNumber.get(number);
    if (!card) return;
    card.closest(".slot").hidden = false;
    select(number);
    reveal(card, "nearest");
    if (focus) card.focus({ preventScroll: true });
  }

  function toWords(number, focus) {
    select(number);
    const sign = document.getElementById(`words-${number}`);
    reveal(sign || wordsOf(number)[0]);
    if (focus && sign) sign.focus({ preventScroll: true });
  }

  function point(start, end) {
    const found = between(start, end);
    for (const piece of found) piece.classList.add("pointed");
    reveal(found[0]);
  }

  // Hover: the narrowest item below the pointer, there and here.
  let under = null;
  function hover(number) {
    if (number === under) return;
    if (under !== null) light(under, "near", false);
    under = number;
    if (number !== null) light(number, "near", true);
  }
  document.addEventListener("mouseover", (event) => {
    const at = event.target.closest(".card, .w[data-cards], .sign, .link");
    hover(at ? at.dataset.card || at.dataset.cards.split(" ")[0] : null);
  });

  // Click: words to item (again for the next item that has them), item to words.
  document.addEventListener("click", (event) => {
    const go = event.target.closest(".go");
    const link = event.target.closest(".sign, .link");
    const word = event.target.closest(".text .w");
    const card = event.target.closest(".card");
    if (go) {
      if (card) select(card.dataset.card);
      point(+go.dataset.start, +go.dataset.end);
    } else if (link) {
      event.preventDefault();
      toCard(link.dataset.card, true);
    } else if (word && getSelection().isCollapsed) {
      const numbers = word.dataset.cards.split(" ");
      toCard(numbers[(numbers.indexOf(selected) + 1) % numbers.length], false);
    } else if (card && !event.target.closest("button, a, input, select, textarea, label, summary")) {
      toWords(card.dataset.card, false);
    }
  });

  // Keys.
  const help = one("#help");
  const ask = () => help.open || help.showModal();
  one("#help-button").addEventListener("click", ask);

  function step(by, wanted = () => true) {
    const open = cards.filter((card) => shown(card) && wanted(card));
    if (!open.length) return;
    const from = document.activeElement.closest(".card") || byNumber.get(selected);
    const at = from ? cards.indexOf(from) : by > 0 ? -1 : cards.length;
    const rest = by > 0 ? open.find((card) => cards.indexOf(card) > at) : open.filter((card) => cards.indexOf(card) < at).pop();
    const next = rest || (by > 0 ? open[0] : open[open.length - 1]);
    toCard(next.dataset.card, true);
    if (split.matches) reveal(document.getElementById(`words-${next.dataset.card}`) || wordsOf(next.dataset.card)[0]);
  }
  const doubtful = (card) => card.dataset.state === "review" || card.dataset.state === "rejected";
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => step(1, doubtful),
    "/": () => one("#filters [name=text]").focus(),
    "?": ask,
    Escape: () => select(null),
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) {
      if (event.key === "Escape") target.blur();
      return;
    }
    const onCard = target.matches(".card");
    let act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (onCard && event.key === "ArrowDown") act = keys.j;
    if (onCard && event.key === "ArrowUp") act = keys.k;
    if (onCard && event.key === "Enter") act = () => toWords(target.dataset.card, true);
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Filters.
  const form = one("#filters");
  const ticked = (name) => new Set(all(`[name=${name}]:checked`, form).map((box) => box.value));
  function filter() {
    const [kinds, states] = [ticked("kind"), ticked("state")];
    const rule = form.elements.rule ? form.elements.rule.value : "";
    const text = form.elements.text.value.trim().toLocaleLowerCase();
    const open = new Set();
    for (const card of cards) {
      const { kind, state, rules } = card.dataset;
      const on =
        kinds.has(kind) && states.has(state) && (!rule || rules.split(" ").includes(rule)) &&
        (!text || card.textContent.toLocaleLowerCase().includes(text));
      card.closest(".slot").hidden = !on;
      if (on) open.add(card.dataset.card);
    }
    for (const piece of pieces) {
      if (piece.dataset.cards) piece.classList.toggle("off", !piece.dataset.cards.split(" ").some((n) => open.has(n)));
    }
    for (const sign of all(".sign")) sign.hidden = !open.has(sign.dataset.card);
    one("#shown").textContent = `${open.size} shown`;
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (all("input:not(:checked)[type=checkbox]", form).length || form.elements.text.value) filter();
  const named = /^#(?:item|words)-(\d+)$/.exec(location.hash);
  if (named && byNumber.has(named[1])) toCard(named[1], true);
})();
