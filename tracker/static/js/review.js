/* The reviewer's page: which criterion the keys mean, reasons that unfold, phrases that write themselves, typed text
   that is there again. Every page does its work without this file. */
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const keyed = (key, element) => {
    all(`[data-key="${key}"]`).forEach((old) => { old.removeAttribute("data-key"); old.removeAttribute("aria-keyshortcuts"); });
    if (!element) return;
    element.setAttribute("data-key", key);
    element.setAttribute("aria-keyshortcuts", key.length === 1 ? key.toUpperCase() : key);
  };

  /* A and R mean the criterion that has the focus; where none has, the first one and the sheet as a whole. */
  const wholeSheet = document.querySelector("a[data-key=r]");
  const aim = (criterion) => {
    const here = criterion && criterion.querySelector("[data-adjust]") ? criterion : null;
    keyed("a", (here || document).querySelector("[data-adjust] input[name=points]"));
    keyed("r", here ? here.querySelector("[data-return]") : wholeSheet);
  };

  /* Pressed by its key, a mark is ready to be typed over. */
  const overwrite = ({ target }) => { if (target.matches("[data-adjust] input[name=points]")) target.select(); };

  const unfolding = (form) => {
    const open = () => form.classList.add("is-open");
    form.addEventListener("focusin", open);
    form.addEventListener("input", open);
  };

  /* What was chosen last is replaced; what was written by hand is added to. */
  const phrasing = (select) => {
    const reason = select.form.elements.reason || select.form.elements.summary;
    let chosen = "";
    select.addEventListener("change", () => {
      const own = reason.value.replace(chosen, "").trim();
      chosen = select.value;
      reason.value = [own, chosen].filter(Boolean).join("\n");
      reason.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  /* Text kept from before stands in its field again, not behind a question. */
  const takeBack = (form) => {
    const restore = form.querySelector(".kept button");
    if (!restore) return;
    restore.click();
    all("details", form).forEach((one) => { one.open = one.open || all("textarea", one).some((box) => box.value); });
  };

  const unsaved = () => {
    const changed = (field) => field.value !== field.defaultValue;
    const forms = all("[data-adjust]").filter((form) => all("input[name=points], textarea", form).some(changed));
    all("[data-unsaved]").forEach((place) => {
      place.hidden = !forms.length;
      place.querySelector("b").textContent = forms.map((form) => form.dataset.adjust).join(", ");
    });
  };

  /* An element with data-key is pressed by that key, unless somebody is writing or choosing. */
  const byKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
    if (event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    if (event.key.startsWith("Arrow") && event.target.closest("input, .scroller")) return;
    const asked = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = document.querySelector(`[data-key="${CSS.escape(asked)}"]`);
    if (!found) return;
    event.preventDefault();
    found.focus();
    if (found.matches("a, button")) found.click();
  };

  keyed("ArrowLeft", document.querySelector(".pager a[rel=prev]"));
  keyed("ArrowRight", document.querySelector(".pager a[rel=next]"));
  all("[data-adjust]").forEach(unfolding);
  all("select[name=phrase]").forEach(phrasing);
  all("form[data-keep]").forEach(takeBack);
  all("[data-keys]").forEach((place) => { place.hidden = false; });
  aim(document.querySelector(".criterion:focus, .criterion:focus-within"));
  unsaved();
  document.addEventListener("focusin", (event) => {
    aim(event.target.closest(".criterion"));
    overwrite(event);
  });
  document.addEventListener("input", unsaved);
  document.addEventListener("keydown", byKey);
})();
